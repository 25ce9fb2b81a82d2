import { readFileSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { formatDev } from "../src/dev/announcement.ts";
import { startDev } from "../src/dev/start.ts";
import type { Log } from "../src/terminal/log.ts";
import { planDev } from "../src/dev/plan.ts";
import { readSettings, type Variables } from "../src/settings/read.ts";
import { call, callHere, launch, openFolder } from "./program.ts";

const timeout = 30_000;
const good = { client_name: "Mine", redirect_uris: ["http://127.0.0.1/callback"] };

const nothing = (): void => undefined;
const silent: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing, flush: async () => undefined };

function read(flags: { [name: string]: unknown }, environment: Variables = {}) {
  return readSettings({ flags, environment, aliases: false });
}

interface Answer {
  status: number | undefined;
  headers: { [name: string]: string | string[] | undefined };
  text: string;
}

interface Listed {
  name: string;
  url: string;
  file?: string;
}

/** One request of a client that trusts `ca`. */
async function ask(url: string, ca: string, headers: { [name: string]: string } = {}): Promise<Answer> {
  // What `Host` claims has no part in the certificate.
  const { hostname } = new URL(url);
  const servername = hostname === "localhost" ? { servername: hostname } : {};
  return await new Promise((resolve, reject) => {
    request(url, { ca, headers, ...servername, agent: false }, (response) => {
      const { statusCode: status } = response;
      text(response).then((body) => resolve({ status, headers: response.headers, text: body }), reject);
    })
      .on("error", reject)
      .end();
  });
}

/** `sallyport dev --https` in a folder of its own, with one document of the developer. */
async function start() {
  const stack = new AsyncDisposableStack();
  const folder = stack.use(openFolder());
  const file = join(folder.path, "my-client.json");
  writeFileSync(file, JSON.stringify({ ...good, client_id: "https://elsewhere.example/c.json" }));
  const options = { cwd: folder.path, variables: { XDG_DATA_HOME: join(folder.path, "data") } };
  const args = ["dev", "--https", "--port", "0", "--json", "--quiet"];
  const dev = stack.use(await launch([...args, "--document", "./my-client.json"], options));
  const ready = dev.ready as { issuer: string; adminUrl: string; ca: string; documents: Listed[] };
  const ca = readFileSync(ready.ca, "utf8");
  const own = ready.documents.find(({ name }) => name === "my-client");
  if (own === undefined) throw new Error("the document is not listed");
  return { dev, folder, file, ready, ca, own, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

describe("dev --https", { timeout }, () => {
  it("serves issuer and admin listener by a certificate of the authority that it names", async () => {
    await using place = await start();
    const { issuer, adminUrl, ca: caFile } = place.ready;
    expect(caFile).toBe(join(place.folder.path, "data", "sallyport", "ca.pem"));
    expect([issuer, adminUrl]).toEqual(Array(2).fill(expect.stringMatching(/^https:\/\/localhost:\d+$/)));
    const metadata = await ask(`${issuer}/.well-known/oauth-authorization-server`, place.ca);
    expect(JSON.parse(metadata.text)).toMatchObject({ issuer, token_endpoint: `${issuer}/oauth/provider/token` });
    expect((await ask(`${adminUrl}/healthz`, place.ca)).status).toBe(200);
    const { port } = new URL(issuer);
    expect((await ask(`https://127.0.0.1:${port}/healthz`, place.ca)).status).toBe(200);
    await expect(fetch(`${issuer}/healthz`)).rejects.toThrow();
    expect(await place.dev.stop()).toBe(0);
  });

  it("does not tell browsers to use https for every program of this machine", async () => {
    await using place = await start();
    for (const url of [`${place.ready.issuer}/healthz`, `${place.ready.adminUrl}/`]) {
      const { status, headers } = await ask(url, place.ca);
      expect(status).toBe(200);
      expect(headers).not.toHaveProperty("strict-transport-security");
    }
  });

  it.each([
    [["--https"], []],
    [[], ["--https"]],
  ])("keeps to the scheme of its database: made by dev %j, refused to dev %j", async (before, after) => {
    using folder = openFolder();
    const options = { cwd: folder.path, variables: { XDG_DATA_HOME: folder.path } };
    const args = ["dev", "--database", "sqlite:./dev.db", "--json", "--quiet"];
    const first = await launch([...args, "--port", "0", ...before], options);
    expect(await first.stop()).toBe(0);
    const { code, stdout } = await call([...args, ...after], options);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "issuer_changed", field: "https" } });
    await using again = await launch([...args, ...before], options);
    expect(again.ready["issuer"]).toBe(first.ready["issuer"]);
  });

  it("is explained by --help, with the documents", async () => {
    const { stdout } = await callHere(["dev", "--help"]);
    for (const word of [
      "--https",
      "--certificates <folder>",
      "--document <path>",
      "NODE_EXTRA_CA_CERTS",
      "/dev/clients/",
    ]) {
      expect(stdout).toContain(word);
    }
  });

  it("tells people what to trust, and the documents", async () => {
    using folder = openFolder();
    const plan = planDev(read({ https: true, port: "0", certificates: join(folder.path, "it's here") }));
    const server = await startDev({ ...plan, settings: [] }, silent);
    const banner = formatDev(server);
    await server.close();
    expect(banner).toContain(`export NODE_EXTRA_CA_CERTS='${folder.path}/it'\\''s here/ca.pem'`);
    for (const { url } of server.documents) expect(banner).toContain(url);
  });
});

describe("the documents of dev", { timeout }, () => {
  it("[mcp:C4] state the address that they are at, with type and validator", async () => {
    await using place = await start();
    const { documents, issuer } = place.ready;
    expect(documents.map(({ name }) => name)).toEqual(expect.arrayContaining(["claude-code", "vs-code", "my-client"]));
    const url = `${issuer}/dev/clients/my-client.json`;
    expect(place.own).toEqual({ name: "my-client", url, file: "./my-client.json" });
    for (const one of documents) {
      const { status, headers, text: body } = await ask(one.url, place.ca);
      expect(status).toBe(200);
      expect(headers).toMatchObject({ "content-type": expect.stringMatching(/^application\/json/) });
      expect(JSON.parse(body)).toMatchObject({ client_id: one.url, client_name: expect.any(String) });
      const again = await ask(one.url, place.ca, { "if-none-match": String(headers["etag"]) });
      expect(again).toMatchObject({ status: 304, text: "" });
    }
  });

  it("are read anew, and a spoilt file is told from a missing document", async () => {
    await using place = await start();
    const { headers } = await ask(place.own.url, place.ca);
    writeFileSync(place.file, JSON.stringify({ ...good, client_name: "Renamed" }));
    const changed = await ask(place.own.url, place.ca, { "if-none-match": String(headers["etag"]) });
    expect(changed.status).toBe(200);
    expect(JSON.parse(changed.text)).toMatchObject({ client_id: place.own.url, client_name: "Renamed" });
    writeFileSync(place.file, "{");
    expect((await ask(place.own.url, place.ca)).status).toBe(503);
    expect((await ask(`${place.ready.issuer}/dev/clients/nobody.json`, place.ca)).status).toBe(404);
  });

  it("[attack:A225] are shown under the names of this machine only", async () => {
    await using place = await start();
    const { port } = new URL(place.own.url);
    const statusFor = async (host: string) => (await ask(place.own.url, place.ca, { host })).status;
    expect(await statusFor(`127.0.0.1:${port}`)).toBe(200);
    expect(await statusFor(`rebind.evil.example:${port}`)).toBe(421);
  });

  it("[mcp:C1] make clients by http too, and what is changed in a file counts with the next authorization", async () => {
    using folder = openFolder();
    const file = join(folder.path, "my-client.json");
    writeFileSync(file, JSON.stringify(good));
    await using dev = await launch(["dev", "--port", "0", "--json", "--quiet", "--document", file]);
    const issuer = dev.ready["issuer"] as string;
    expect(await whoAsks(issuer)).toContain("Mine");
    writeFileSync(file, JSON.stringify({ ...good, client_name: "Renamed" }));
    expect(await whoAsks(issuer)).toContain("Renamed");
    writeFileSync(file, "{");
    expect(await whoAsks(issuer)).toContain("Renamed");
  });
});

/** The text of the first page that a person sees whom the developer's client sends. */
async function whoAsks(issuer: string): Promise<string> {
  const url = new URL(`${issuer}/oauth/provider/authorize`);
  url.search = new URLSearchParams({
    response_type: "code",
    client_id: `${issuer}/dev/clients/my-client.json`,
    redirect_uri: "http://127.0.0.1:41999/callback",
    code_challenge: "c".repeat(43),
    code_challenge_method: "S256",
  }).toString();
  const headers = { accept: "text/html" };
  const sent = await fetch(url, { headers, redirect: "manual" });
  expect(sent.status).toBe(302);
  const [cookie = ""] = sent.headers.getSetCookie();
  const page = await fetch(new URL(sent.headers.get("location") ?? "", url), { headers: { ...headers, cookie } });
  return await page.text();
}

describe("a document that dev cannot use", { timeout }, () => {
  it("is refused by one line that names file and member, and JSON", async () => {
    using folder = openFolder();
    writeFileSync(join(folder.path, "app.json"), JSON.stringify({ client_name: "App" }));
    const { code, stdout, stderr } = await call(["dev", "--port", "0", "--json", "--document", "app.json"], {
      cwd: folder.path,
    });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^sallyport: app\.json cannot be a client's document: .*redirect_uris.*\n$/);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "usage", field: "document" } });
  });

  it.each([
    { what: "is missing", name: "app.json", content: undefined, says: "cannot be read" },
    { what: "is not JSON", name: "app.json", content: "{", says: "is not JSON" },
    { what: "is no object", name: "app.json", content: "[]", says: "is not a JSON object" },
    { what: "cannot be part of an address", name: "my app.json", content: "{}", says: "becomes part of an address" },
    { what: "has the name of a known client", name: "codex.json", content: "{}", says: "would be at the address" },
  ])("is named before anything starts when it $what", ({ name, content, says }) => {
    using folder = openFolder();
    const file = join(folder.path, name);
    if (content !== undefined) writeFileSync(file, content);
    const refusal = { exitCode: 2, field: "document", message: expect.stringContaining(`${name} ${says}`) };
    expect(() => planDev(read({ document: [file] }))).toThrow(expect.objectContaining(refusal));
  });

  it("is named when another has its name, or nobody would ask for it", () => {
    using folder = openFolder();
    const file = join(folder.path, "app.json");
    writeFileSync(file, JSON.stringify(good));
    const refusal = expect.objectContaining({ exitCode: 2, field: "document" });
    expect(() => planDev(read({ document: [file, file] }))).toThrow(refusal);
    expect(() => planDev(read({ document: [file], clientDocuments: "off" }))).toThrow(refusal);
    expect(planDev(read({ clientDocuments: "off" })).documents).toEqual([]);
    expect(planDev(read({}, { SALLYPORT_DOCUMENT: file })).documents.at(-1)).toMatchObject({ name: "app", file });
  });

  it.each([
    ["client_name", { client_name: undefined }],
    ["redirect_uris", { redirect_uris: [] }],
    ["redirect_uris", { redirect_uris: ["javascript:alert(1)"] }],
    ["redirect_uris", { redirect_uris: "http://127.0.0.1/callback" }],
    ["client_secret", { client_secret: "hush" }],
    ["token_endpoint_auth_method", { token_endpoint_auth_method: "client_secret_basic" }],
    ["token_endpoint_auth_method", { token_endpoint_auth_method: "magic" }],
    ["jwks", { token_endpoint_auth_method: "private_key_jwt" }],
    ["logo_uri", { logo_uri: "http://app.example/logo.png" }],
    ["grant_types", { grant_types: ["implicit"] }],
    ["bytes", { client_name: "x".repeat(2048), contacts: ["y".repeat(2000), "z".repeat(2000)] }],
  ])("[mcp:C4 mcp:C5] is refused for its %s: %j", async (member, change) => {
    using folder = openFolder();
    const file = join(folder.path, "app.json");
    writeFileSync(file, JSON.stringify({ ...good, ...change }));
    const started = startDev({ ...planDev(read({ document: [file], port: "0" })), settings: [] }, silent);
    const message = expect.stringMatching(new RegExp(`app\\.json.*${member}`));
    await expect(started).rejects.toMatchObject({ exitCode: 2, field: "document", message });
  });
});
