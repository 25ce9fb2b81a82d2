import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type Canary, openCanary, openHost } from "./listeners.ts";
import { fetchedGood, goodName, type Lab, openLab, publicAddresses, refused } from "./lab.ts";

let lab: Lab;
let canary: Canary;

beforeAll(async () => {
  canary = await openCanary();
  lab = await openLab();
});

afterAll(async () => {
  await lab[Symbol.asyncDispose]();
  await canary.close();
});

beforeEach(() => {
  lab.forget();
});

/** Nobody was called who must not be, and who is honest is still served. */
afterEach(async () => {
  vi.unstubAllEnvs();
  lab.names.clear();
  expect(await canary.connections()).toBe(0);
  expect(await lab.fetchGood()).toEqual(fetchedGood);
});

describe("an address in the URL", () => {
  it.each([
    ["url_address", "127.0.0.1"],
    ["url_address", "127.0.0.2"],
    ["url_address", "127.255.255.254"],
    ["url_address", "127.1"],
    ["url_address", "127.0.1"],
    ["url_address", "2130706433"],
    ["url_address", "0x7f000001"],
    ["url_address", "0x7F.0x0.0x0.0x1"],
    ["url_address", "0177.0.0.1"],
    ["url_address", "00000177.0.0.01"],
    ["url_address", "017700000001"],
    ["url_address", "127.0.0.1."],
    ["url_address", "2130706433."],
    ["url_address", "%31%32%37.0.0.1"],
    ["url_address", "%EF%BC%91%EF%BC%92%EF%BC%97.0.0.1"],
    ["url_address", "127%E3%80%820%E3%80%820%E3%80%821"],
    ["url_address", "0.0.0.0"],
    ["url_address", "0"],
    ["url_address", "0x0"],
    ["url_address", "[::1]"],
    ["url_address", "[0:0:0:0:0:0:0:1]"],
    ["url_address", "[0000::0001]"],
    ["url_address", "[::]"],
    ["url_address", "[::ffff:127.0.0.1]"],
    ["url_address", "[::ffff:7f00:1]"],
    ["url_address", "[0:0:0:0:0:ffff:127.0.0.1]"],
    ["url_address", "[::127.0.0.1]"],
    ["url_address", "[2002:7f00:1::]"],
    ["url_address", "[64:ff9b::7f00:1]"],
    ["url_address", "[64:ff9b:1::7f00:1]"],
    ["url_address", "[2001:0:5db8:d70e::80ff:fffe]"],
    ["url_address", "10.0.0.1"],
    ["url_address", "169.254.169.254"],
    ["url_address", "0xa9fea9fe"],
    ["url_address", "[fd00::1]"],
    ["url_address", "[fe80::1]"],
    ["url_malformed", "[fe80::1%25lo]"],
    ["url_malformed", "[::1%25lo]"],
    ["url_malformed", "[::1%lo]"],
    ["url_malformed", "[::1]."],
    ["url_malformed", "127.0.0.256"],
    ["url_malformed", "0x7f.0.0.0.1"],
    ["url_malformed", "\u0031\u0032\uff17.0.0.1"],
    ["url_host", "localhost"],
    ["url_host", "LocalHost"],
    ["url_host", "localhost."],
    ["url_host", "a.localhost"],
    ["url_host", "a.localhost."],
    ["url_host", "loc%C2%ADalhost"],
    ["url_host", "%6c%6f%63alhost"],
    ["url_host", "%EF%BD%8Cocalhost"],
  ])("[attack:A169 attack:A170 mcp:C7] ends as %s for %s, and nothing is called", async (reason, host) => {
    expect(await lab.fetch(`https://${host}:${canary.port}/client.json`)).toEqual(refused(reason));
    expect({ attempts: lab.attempts, lookups: lab.lookups }).toEqual({ attempts: [], lookups: [] });
  });

  it.each([
    ["url_scheme", "http://client.example"],
    ["url_scheme", "http://127.0.0.1"],
    ["url_userinfo", "https://client.example@127.0.0.1"],
    ["url_userinfo", "https://127.0.0.1:@client.example"],
    ["url_malformed", "https://127.0.0.1\\@client.example"],
    ["url_malformed", "https://client.example#@127.0.0.1"],
  ])("[attack:A169] ends as %s for %s, and nothing is called", async (reason, start) => {
    expect(await lab.fetch(`${start}:${canary.port}/client.json`)).toEqual(refused(reason));
    expect({ attempts: lab.attempts, lookups: lab.lookups }).toEqual({ attempts: [], lookups: [] });
  });

  it("[attack:A169] ends as url_scheme for a file", async () => {
    expect(await lab.fetch("file:///etc/passwd")).toEqual(refused("url_scheme"));
  });
});

describe("a name", () => {
  it.each([
    "127.0.0.1",
    "127.0.0.2",
    "127.255.255.254",
    "::1",
    "::",
    "0.0.0.0",
    "10.0.0.1",
    "100.64.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.254",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "::ffff:169.254.169.254",
    "::127.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "fc00::1",
    "fd00::1",
    "fe80::1",
    "fe80::1%lo",
    "::1%lo",
    "fec0::1",
    "ff02::1",
    "localhost",
    "0177.0.0.1",
    "2130706433",
    "",
  ])("[attack:A170 mcp:C7] that resolves to %j is not called", async (address) => {
    lab.names.set("evil.example", [address]);
    expect(await lab.fetch(`https://evil.example:${canary.port}/client.json`)).toEqual(refused("address_not_public"));
    expect({ attempts: lab.attempts, lookups: lab.lookups }).toEqual({ attempts: [], lookups: ["evil.example"] });
  });

  it.each([
    [[publicAddresses[0], "127.0.0.1"]],
    [["127.0.0.1", publicAddresses[0]]],
    [[publicAddresses[0], "::1"]],
    [[publicAddresses[1], "127.0.0.1"]],
    [[...publicAddresses, "8.8.8.8", "8.8.4.4", "1.1.1.1", "10.0.0.1"]],
  ])("[attack:A170 mcp:C7] that resolves to %j is not called at any of them", async (addresses) => {
    lab.names.set("evil.example", addresses);
    expect(await lab.fetch(`https://evil.example:${canary.port}/client.json`)).toEqual(refused("address_not_public"));
    expect(lab.attempts).toEqual([]);
  });

  it("[attack:A172 mcp:C7] is asked for once a fetch, and called at the answer that was checked", async () => {
    const answers = [[publicAddresses[0]], ["127.0.0.1"], ["127.0.0.1"]];
    await using rebound = await openLab({ resolve: async () => answers.shift() ?? [] });
    expect(await rebound.fetchGood()).toEqual(fetchedGood);
    expect(rebound.attempts).toEqual([publicAddresses[0]]);
    expect(answers).toHaveLength(2);
  });

  it("[attack:A172] that changed to this machine is not called, nor is its old connection used", async () => {
    expect(await lab.fetchGood()).toEqual(fetchedGood);
    lab.names.set(goodName, ["127.0.0.1"]);
    expect(await lab.fetchGood()).toEqual(refused("address_not_public"));
    expect(lab.host.requests).toHaveLength(1);
    expect(lab.host.sockets).toHaveLength(1);
  });

  it("is called at two addresses of a family at most", async () => {
    lab.names.set(goodName, [publicAddresses[0], publicAddresses[1], publicAddresses[0], publicAddresses[0]]);
    expect(await lab.fetchGood()).toEqual(fetchedGood);
    expect(lab.attempts).toEqual([publicAddresses[0], publicAddresses[0], publicAddresses[1]]);
  });

  it("without an address ends as dns_failed", async () => {
    lab.names.set("evil.example", []);
    expect(await lab.fetch("https://evil.example/x")).toEqual(refused("dns_failed"));
  });

  it("whose look-up fails ends as dns_failed", async () => {
    await using broken = await openLab({ resolve: async () => Promise.reject(new Error("SERVFAIL")) });
    expect(await broken.fetchGood()).toEqual(refused("dns_failed"));
  });
});

describe("the environment", () => {
  it("[mcp:C7] names no proxy that would be called instead", async () => {
    for (const name of ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "ALL_PROXY"]) {
      vi.stubEnv(name, `http://127.0.0.1:${canary.port}`);
    }
    vi.stubEnv("NODE_USE_ENV_PROXY", "1");
    expect(await lab.fetchGood()).toEqual(fetchedGood);
  });
});

describe("the exemption for this machine", () => {
  it.each(["localhost", "app.localhost", "127.0.0.1"])(
    "[mcp:C7] serves http documents of %s, without asking any name server",
    async (name) => {
      await using dev = await openLab({ allowLoopback: true });
      const host = await openHost((_request, response) =>
        response.setHeader("content-type", "application/json").end("{}"),
      );
      expect(await dev.fetch(`http://${name}:${host.port}/client.json`)).toMatchObject({ kind: "fetched", body: "{}" });
      expect(dev.lookups).toEqual([]);
      await host.close();
    },
  );

  it("[mcp:C7] serves http documents of [::1]", async ({ skip }) => {
    if (!canary.addresses.includes("::1")) skip("this machine has no IPv6");
    await using dev = await openLab({ allowLoopback: true });
    const answer = "application/json";
    const host = await openHost(
      (_request, response) => response.setHeader("content-type", answer).end("{}"),
      undefined,
      "::1",
    );
    expect(await dev.fetch(`http://[::1]:${host.port}/client.json`)).toMatchObject({ kind: "fetched", body: "{}" });
    await host.close();
  });

  it.each(["127.0.0.1", "::1", "10.0.0.1", "169.254.169.254"])(
    "[attack:A170 mcp:C7] is not for a public name that resolves to %s",
    async (address) => {
      await using dev = await openLab({ allowLoopback: true });
      dev.names.set("evil.example", [address]);
      expect(await dev.fetch(`https://evil.example:${canary.port}/x`)).toEqual(refused("address_not_public"));
      expect(dev.attempts).toEqual([]);
    },
  );

  it.each(["https://10.0.0.1/x", "https://169.254.169.254/x", "https://[fd00::1]/x", "https://0.0.0.0/x"])(
    "[attack:A170 mcp:C7] is not for %s",
    async (url) => {
      await using dev = await openLab({ allowLoopback: true });
      expect(await dev.fetch(url)).toEqual(refused("url_address"));
      expect(dev.attempts).toEqual([]);
    },
  );
});
