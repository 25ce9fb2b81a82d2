import { once } from "node:events";
import { request } from "node:http";
import type { IncomingHttpHeaders, OutgoingHttpHeaders, RequestListener } from "node:http";
import { connect, createServer } from "node:net";
import { text } from "node:stream/consumers";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { afterEach, describe, expect, it } from "vitest";
import { as, claimsOf, protectUpstream, serve } from "./stand.ts";

const stands: AsyncDisposable[] = [];
afterEach(async () => {
  for (const one of stands.splice(0)) await one[Symbol.asyncDispose]();
});

interface Seen {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A proxy before an upstream that writes down what comes; it says "served" unless `listener` answers. */
async function stand(options: Parameters<typeof protectUpstream>[1] = {}, listener?: RequestListener) {
  const seen: Seen[] = [];
  const note: RequestListener = (incoming, response) => {
    const { method, url, headers } = incoming;
    void text(incoming).then((body) => {
      seen.push({ method, url, headers, body });
      response.end("served");
    });
  };
  const upstream = await serve(listener ?? note);
  const protection = await protectUpstream(`${upstream.origin}/inner/mcp`, options);
  stands.push(protection, upstream);
  return { ...protection, seen, upstream: `${upstream.origin}/inner/mcp` };
}

const call = (name: string, more: object = {}) =>
  JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name, ...more } });

const post = (url: string, body: string, headers: Record<string, string> = {}) =>
  fetch(url, { method: "POST", body, headers: { "content-type": "application/json", ...as("alice"), ...headers } });

/** As a client that sets what `fetch` does not let it set. */
async function send(url: string, headers: OutgoingHttpHeaders, path?: string): Promise<number | undefined> {
  const sent = request(url, { headers, ...(path === undefined ? {} : { path }) }).end();
  const [response] = await once(sent, "response");
  response.resume();
  return response.statusCode;
}

describe("who has no good token", () => {
  it("[mcp:H1 mcp:H2 mcp:H9] is told where to get one, and nothing reaches the upstream", async () => {
    const { url, seen } = await stand();
    const response = await fetch(url, { method: "POST", body: call("any") });
    expect(response.status).toBe(401);
    const metadata = new URL("/.well-known/oauth-protected-resource/mcp", url).href;
    expect(response.headers.get("www-authenticate")).toBe(`Bearer resource_metadata="${metadata}"`);
    expect(await (await fetch(metadata)).json()).toMatchObject({
      resource: url,
      authorization_servers: ["http://127.0.0.1:4455"],
    });
    expect(seen).toEqual([]);
  });

  it("[mcp:H11] is refused with one for another resource, or one that was revoked", async () => {
    const { url, seen } = await stand({
      lookUp: (token) => Promise.resolve(claimsOf(token, "http://127.0.0.1:1/mcp")),
    });
    expect((await post(url, call("any"))).status).toBe(401);
    expect((await post(url, call("any"), as("dead"))).status).toBe(401);
    expect(seen).toEqual([]);
  });

  it("[mcp:H9] gets 503 while nobody can tell, not 401", async () => {
    const { url } = await stand({ lookUp: () => Promise.reject(new Error("store")) });
    expect((await post(url, call("any"))).status).toBe(503);
  });

  it("[mcp:H19] may ask first in a browser, and read every answer", async () => {
    const { url } = await stand();
    const headers = { origin: "https://app.example", "access-control-request-headers": "authorization,mcp-session-id" };
    const preflight = await fetch(url, { method: "OPTIONS", headers });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-headers")).toBe("authorization,mcp-session-id");
    const response = await post(url, call("any"), { origin: "https://app.example" });
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(response.headers.get("access-control-expose-headers")).toMatch(/WWW-Authenticate.*Mcp-Session-Id/);
  });

  it("[attack:A225 security:S8] cannot come with two host names", async () => {
    const { url, seen } = await stand();
    const { host, port, hostname } = new URL(url);
    for (const other of ["evil.example", host]) {
      const socket = connect(Number(port), hostname);
      socket.write(`GET /mcp HTTP/1.1\r\nHost: ${host}\r\nHost: ${other}\r\nConnection: close\r\n\r\n`);
      expect(await text(socket)).toMatch(/^HTTP\/1\.1 4(00|21) /);
    }
    expect(seen).toEqual([]);
  });

  it("[attack:A225] cannot come under another host name", async () => {
    const { url, seen } = await stand();
    expect(await send(url, { host: "rebind.evil.example", ...as("alice") })).toBe(421);
    expect(seen).toEqual([]);
  });
});

describe("the endpoint", () => {
  it("is all there is: neither other paths nor other spellings of them reach the upstream", async () => {
    const { url, seen } = await stand();
    const paths = [
      "/",
      "/inner/mcp",
      "/mcp/../admin",
      "/mcp/x",
      "/mcp/%2e%2e/admin",
      "//mcp",
      "http://evil.example/mcp",
    ];
    for (const path of paths) expect(await send(url, as("alice"), path)).toBe(404);
    expect(seen).toEqual([]);
  });

  it("passes GET, DELETE and POST on with query and MCP headers", async () => {
    const { url, seen } = await stand();
    const headers = { ...as("alice"), "last-event-id": "7", "mcp-protocol-version": "2025-11-25" };
    for (const method of ["GET", "DELETE", "POST"]) await fetch(`${url}?a=b`, { method, headers });
    expect(seen.map(({ method }) => method)).toEqual(["GET", "DELETE", "POST"]);
    const expected = { "last-event-id": "7", "mcp-protocol-version": "2025-11-25" };
    for (const one of seen) expect(one).toMatchObject({ url: "/inner/mcp?a=b", headers: expected });
    expect((await fetch(url, { method: "PUT", headers })).status).toBe(405);
  });

  it("keeps the bodies that nobody judges", async () => {
    const { url, seen } = await stand({ tools: { delete_all: ["files:write"] } });
    const body = call("delete_all");
    const headers = { ...as("alice"), "content-length": body.length };
    await once(request(url, { method: "DELETE", headers }).end(body), "response");
    expect(seen).toMatchObject([{ method: "DELETE", body: "" }]);
  });
});

describe("the upstream", () => {
  it("[security:S8] never sees the token, cookies, or what only we may say", async () => {
    const { url, seen } = await stand();
    const spoofed = {
      ...as("alice"),
      cookie: "session=1",
      dpop: "x",
      forwarded: "for=1",
      "x-forwarded-for": "1.2.3.4",
      X_Forwarded_User: "root",
      origin: "https://app.example",
      connection: "keep-alive, x-secret-hop",
      "x-secret-hop": "1",
      traceparent: "1",
      "x-original-url": "/admin",
      "x-rewrite-url": "/admin",
      "true-client-ip": "1.2.3.4",
      "cf-connecting-ip": "1.2.3.4",
      "remote-user": "root",
      "x-remote-user": "root",
      "x-user-id": "1",
      "x-unknown": "1",
      Mcp_Session_Id: "s.1",
    };
    expect(await send(url, spoofed)).toBe(200);
    const [{ headers } = { headers: {} }] = seen;
    for (const name of Object.keys(spoofed)) {
      if (name !== "traceparent" && name !== "connection") expect(headers).not.toHaveProperty(name.toLowerCase());
    }
    expect(headers).toMatchObject({ traceparent: "1", connection: "close" });
    expect(JSON.stringify(headers)).not.toContain(as("alice").authorization.slice(7));
  });

  it("learns who calls, by a signature that its own keys' address proves", async () => {
    const { url, seen, upstream } = await stand();
    await post(url, call("any"), as("alice", "files:read"));
    const keys = createRemoteJWKSet(new URL("/.well-known/sallyport-identity/jwks.json", url));
    const expected = { issuer: url, audience: upstream, typ: "sallyport-identity+jwt" };
    const { payload } = await jwtVerify(String(seen[0]?.headers["sallyport-identity"]), keys, expected);
    expect(payload).toMatchObject({ sub: "alice", client_id: "client of alice", scope: "files:read" });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60);
  });

  it("hears that from nobody else, in no spelling", async () => {
    const { url, seen } = await stand();
    for (const name of ["sallyport-identity", "Sallyport_Identity", "SALLYPORT-IDENTITY"]) {
      await send(url, { [name]: "forged", ...as("mallory") });
    }
    expect(seen).toHaveLength(3);
    expect(JSON.stringify(seen)).not.toContain("forged");
  });

  it("takes our word for nothing that is an access token, nor an access token for our word", async () => {
    const { url, seen } = await stand();
    await post(url, call("any"));
    const identity = String(seen[0]?.headers["sallyport-identity"]);
    expect((await post(url, call("any"), { authorization: `Bearer ${identity}` })).status).toBe(401);
  });

  it("is missing: 502, and the client does not learn where it would be", async () => {
    const protection = await protectUpstream("http://127.0.0.1:1/mcp");
    stands.push(protection);
    const response = await post(protection.url, call("any"));
    expect(response.status).toBe(502);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    const body = await response.text();
    expect(JSON.parse(body)).toMatchObject({ error: "upstream_unreachable" });
    expect(body).not.toContain("127.0.0.1");
    expect(protection.troubles).toHaveLength(1);
  });

  it("wants authorization of its own: 502, and its challenge leads no client away", async () => {
    const challenge = 'Bearer resource_metadata="https://evil.example/x"';
    const { url } = await stand(
      {},
      (_, response) => void response.writeHead(401, { "www-authenticate": challenge }).end(),
    );
    const response = await post(url, call("any"));
    expect(response.status).toBe(502);
    expect(response.headers.get("www-authenticate")).toBeNull();
  });

  it("sets no cookie, and neither cache nor origin rules", async () => {
    const headers = {
      "set-cookie": "a=b",
      "access-control-allow-origin": "https://evil.example",
      "cache-control": "public, max-age=600",
      "x-accel-redirect": "/etc/passwd",
      "x-sendfile": "/etc/passwd",
      "x-unknown": "1",
      "x-kept": "1",
    };
    const { url } = await stand(
      { forwardHeaders: ["X-Kept"] },
      (_, response) => void response.writeHead(200, headers).end(),
    );
    const response = await post(url, call("any"));
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "access-control-allow-origin": "*",
      "cache-control": expect.stringContaining("no-store"),
      "x-kept": "1",
    });
    for (const name of ["set-cookie", "x-accel-redirect", "x-sendfile", "x-unknown"]) {
      expect(response.headers.get(name)).toBeNull();
    }
  });

  it("[security:S8] gets a header that an operator names, in one spelling, and never one that says who calls", async () => {
    const { url, seen } = await stand({ forwardHeaders: ["X-Tenant"] });
    await send(url, { "x-tenant": "a", x_tenant: "b", ...as("alice") });
    expect(seen[0]?.headers).toMatchObject({ "x-tenant": "a" });
    expect(seen[0]?.headers).not.toHaveProperty("x_tenant");
    const claims = ["Remote-User", "X-Forwarded-For", "x-real-ip", "Sallyport-Identity", "authorization", "x_tenant"];
    for (const name of [...claims, "X-Auth-Request-Email", "host", "Transfer-Encoding", "a b"]) {
      await expect(protectUpstream("http://127.0.0.1:1/mcp", { forwardHeaders: [name] })).rejects.toThrow(TypeError);
    }
  });

  it.each([
    ["/inner/mcp/", "/mcp/"],
    ["http://UPSTREAM/inner/mcp?a=b", "/mcp?a=b"],
    ["/admin", undefined],
    ["http://evil.example/inner/mcp", undefined],
    ["//evil.example/inner/mcp", undefined],
  ])("redirects to %s, and nobody follows it for the client", async (target, expected) => {
    const { url } = await stand({}, ({ headers }, response) => {
      response.writeHead(307, { location: target.replace("UPSTREAM", headers.host ?? "") }).end();
    });
    const response = await fetch(url, { method: "POST", redirect: "manual", headers: as("alice") });
    expect(response.status).toBe(expected === undefined ? 502 : 307);
    const location = expected === undefined ? null : new URL(expected, url).href;
    expect(response.headers.get("location")).toBe(location);
  });
});

describe("scopes by tool", () => {
  const tools = { write: ["files:write"], read: ["files:read"], "*": ["files"] };

  it("[mcp:H15 mcp:H16] decide before anything reaches the upstream, and the 403 names what is missing", async () => {
    const { url, seen } = await stand({ tools });
    const response = await post(url, call("write"), as("alice", "files:read"));
    expect(response.status).toBe(403);
    const challenge = response.headers.get("www-authenticate");
    expect(challenge).toContain('error="insufficient_scope", scope="files:read files:write"');
    expect(seen).toEqual([]);
    expect((await post(url, call("write"), as("alice", "files:write"))).status).toBe(200);
    expect(seen).toMatchObject([{ body: call("write") }]);
  });

  it("[mcp:H15] hold for tools that are not named, by the member *", async () => {
    const { url } = await stand({ tools });
    expect((await post(url, call("other"), as("alice", "files:read"))).status).toBe(403);
    expect((await post(url, call("other"), as("alice", "files"))).status).toBe(200);
  });

  it("are asked for in the metadata as far as every tool may need them", async () => {
    const { url } = await stand({ tools });
    const metadata = await fetch(new URL("/.well-known/oauth-protected-resource", url));
    expect(await metadata.json()).toMatchObject({ scopes_supported: ["files"] });
  });

  it.each([
    [
      "a second spelling of method",
      '{"jsonrpc":"2.0","id":1,"method":"ping","Method":"tools/call","params":{"name":"write"}}',
    ],
    [
      "a second spelling of name",
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"read","NAME":"write"}}',
    ],
    [
      "a long s for an s",
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"read"},"param\u017f":{"name":"write"}}',
    ],
    [
      "a member that comes twice",
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"write","name":"read"}}',
    ],
    [
      "a member that comes twice, escaped once",
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"read","n\\u0061me":"write"}}',
    ],
    [
      "a method that comes twice",
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","method":"ping","params":{"name":"write"}}',
    ],
    [
      "nesting without end",
      `{"jsonrpc":"2.0","id":1,"method":"ping","params":${"[".repeat(400_000)}${"]".repeat(400_000)}}`,
    ],
    ["no JSON", "not JSON"],
  ])("[security:S8] refuse what other parsers read otherwise: %s", async (_, body) => {
    const { url, seen } = await stand({ tools });
    expect((await post(url, body, as("alice", "files:read"))).status).toBe(400);
    expect(seen).toEqual([]);
  });

  it("leave numbers as they were", async () => {
    const { url, seen } = await stand({ tools });
    const body = '{"jsonrpc":"2.0","id":12345678901234567890,"method":"ping","params":{"x":1.10}}';
    await post(url, body, { "content-type": "text/plain; charset=utf-7" });
    expect(seen).toMatchObject([{ body, headers: { "content-type": "application/json" } }]);
  });

  it("need a bounded message; without them a longer one passes", async () => {
    const long = call("any", { arguments: { text: "x".repeat(2_000) } });
    const bounded = await stand({ tools, maxMessageBytes: 1_000 });
    expect((await post(bounded.url, long, as("alice", "files"))).status).toBe(413);
    expect(bounded.seen).toEqual([]);
    const free = await stand({ maxMessageBytes: 1_000 });
    expect((await post(free.url, long)).status).toBe(200);
  });
});

describe("an MCP session", () => {
  const withSession: RequestListener = (incoming, response) => {
    const known = incoming.headers["mcp-session-id"] ?? "";
    response.writeHead(200, { "mcp-session-id": "s.1" }).end(`for ${String(known)}`);
  };

  it("is the upstream's own, for the person who began it", async () => {
    const { url } = await stand({}, withSession);
    const begun = await post(url, call("any"));
    const id = begun.headers.get("mcp-session-id") ?? "";
    const again = await post(url, call("any"), { "mcp-session-id": id });
    expect(await again.text()).toBe("for s.1");
    expect(again.headers.get("mcp-session-id")).toBe(id);
  });

  it("is unknown to everybody else, and to who makes one up", async () => {
    const { url } = await stand({}, withSession);
    const id = (await post(url, call("any"))).headers.get("mcp-session-id") ?? "";
    expect((await post(url, call("any"), { "mcp-session-id": id, ...as("mallory") })).status).toBe(404);
    for (const made of ["s.1", "s", "s.2.AAAA", `${id}, ${id}`, ""]) {
      expect((await post(url, call("any"), { "mcp-session-id": made })).status).toBe(404);
    }
  });

  it("is known to another process with the same secret", async () => {
    const [one, other] = [await stand({}, withSession), await stand({}, withSession)];
    const id = (await post(one.url, call("any"))).headers.get("mcp-session-id") ?? "";
    expect((await post(other.url, call("any"), { "mcp-session-id": id })).status).toBe(200);
    const stranger = await stand({ secret: Buffer.alloc(32, "other") }, withSession);
    expect((await post(stranger.url, call("any"), { "mcp-session-id": id })).status).toBe(404);
  });
});

describe("streams", () => {
  it("come as they are written, and end at the upstream when the client goes away", async () => {
    const gone = Promise.withResolvers<void>();
    const write = Promise.withResolvers<() => void>();
    const { url, troubles } = await stand({}, (_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
      write.resolve(() => void response.write("data: 1\n\n"));
      response.once("close", gone.resolve);
    });
    const leaving = new AbortController();
    const response = await fetch(url, { headers: as("alice"), signal: leaving.signal });
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    (await write.promise)();
    const { value } = (await response.body?.getReader().read()) ?? {};
    expect(Buffer.from(value ?? []).toString()).toBe("data: 1\n\n");
    leaving.abort();
    await gone.promise;
    expect(troubles).toEqual([]);
  });

  it("end when the client goes away before the upstream has answered", async () => {
    const [arrived, gone] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const { url } = await stand({}, (incoming) => {
      incoming.once("close", gone.resolve);
      arrived.resolve();
    });
    const sent = request(url, { headers: as("alice") }).on("error", () => undefined);
    sent.end();
    await arrived.promise;
    sent.destroy();
    await gone.promise;
  });

  it("are cut, not ended, when the upstream fails on the way", async () => {
    const { url, troubles } = await stand({}, (_, response) => {
      response.writeHead(200).write("half", () => void response.destroy());
    });
    const response = await post(url, call("any"));
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
    expect(troubles).toHaveLength(1);
  });

  it("[security:S8] end when their token expires or is revoked, and no sooner", async () => {
    let at = 1_000;
    let isRevoked = false;
    const claims = (token: string, url: string): unknown => ({ ...Object(claimsOf(token, url)), exp: 2_000 });
    const begin: RequestListener = (incoming, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
      incoming.resume();
    };
    const lookUp = (token: string): Promise<unknown> => Promise.resolve(isRevoked ? undefined : claims(token, url));
    const { url, checkStreams } = await stand({ lookUp, now: () => at }, begin);
    const read = async (response: Response): Promise<string> =>
      await response.text().then(
        () => "ended",
        () => "cut",
      );
    const [listening, calling] = [await fetch(url, { headers: as("alice") }), await post(url, call("any"))];
    await checkStreams();
    at = 1_999;
    await checkStreams();
    const later = await fetch(url, { headers: as("bob") });
    at = 2_000;
    await checkStreams();
    expect([await read(listening), await read(calling), await read(later)]).toEqual(["cut", "cut", "cut"]);
    at = 1_000;
    const again = await fetch(url, { headers: as("alice") });
    isRevoked = true;
    await checkStreams();
    expect(await read(again)).toBe("cut");
  });

  it("stay while nobody can say whether their token is revoked", async () => {
    let isDown = false;
    const begin: RequestListener = (_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
      write.resolve(() => void response.end("data: 1\n\n"));
    };
    const write = Promise.withResolvers<() => void>();
    const { url, checkStreams } = await stand(
      {
        lookUp: async (token) =>
          await (isDown ? Promise.reject(new Error("down")) : Promise.resolve(claimsOf(token, url))),
      },
      begin,
    );
    const response = await fetch(url, { headers: as("alice") });
    isDown = true;
    await checkStreams();
    (await write.promise)();
    expect(await response.text()).toBe("data: 1\n\n");
  });

  it("of those who only listen end with the server", async () => {
    const { url, endStreams } = await stand({}, (_, response) => response.writeHead(200).flushHeaders());
    const response = await fetch(url, { headers: as("alice") });
    endStreams();
    await expect(response.text()).rejects.toThrow();
  });

  it("of a client wait where the upstream does not read", async () => {
    const arrived = Promise.withResolvers<void>();
    const { url } = await stand({}, () => arrived.resolve());
    const sent = request(url, { method: "POST", headers: as("alice") }).on("error", () => undefined);
    const chunk = Buffer.alloc(65_536);
    let written = 0;
    const fill = (): void => {
      while (written < 64 * 1_048_576 && sent.write(chunk)) written += chunk.byteLength;
    };
    sent.on("drain", fill);
    fill();
    await arrived.promise;
    // Everything on the way is full once nothing drains for a whole round of the loop.
    for (let before = -1; before !== written;) {
      before = written;
      for (let round = 0; round < 50; round += 1) await new Promise(setImmediate);
    }
    expect(written).toBeLessThan(32 * 1_048_576);
    sent.destroy();
  });
});

describe("an upstream that misbehaves", () => {
  /** One that writes `lines` as they are, for whatever is asked, and leaves the connection open. */
  async function raw(lines: string): Promise<{ url: string; troubles: unknown[] }> {
    const server = createServer((socket) => {
      socket.on("error", () => undefined).once("data", () => socket.write(lines));
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const protection = await protectUpstream(`http://127.0.0.1:${port}/mcp`, {
      limits: { answerMs: 200, idleMs: 200 },
    });
    stands.push(protection, { [Symbol.asyncDispose]: async () => void server.close() });
    return protection;
  }

  it.each([
    [504, "nothing at all", ""],
    [504, "half a head", "HTTP/1.1 200 OK\r\nContent-Type: text/pl"],
    [504, "announcements alone", "HTTP/1.1 103 Early Hints\r\n\r\n"],
    [502, "announcements without end", "HTTP/1.1 102 Processing\r\n\r\n".repeat(500)],
    [502, "a change of protocol", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n"],
    [502, "a status that is none", "HTTP/1.1 099 Strange\r\nContent-Length: 0\r\n\r\n"],
    [502, "another status that is none", "HTTP/1.1 999 Strange\r\nContent-Length: 0\r\n\r\n"],
    [502, "another protocol", "SSH-2.0-OpenSSH_9.2\r\n"],
    [502, "two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"],
    [502, "length and chunks", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"],
    [502, "a head without end", `HTTP/1.1 200 OK\r\nX: ${"x".repeat(100_000)}`],
  ])("[security:S11] is %i for the client: %s", async (status, _, lines) => {
    const { url, troubles } = await raw(lines);
    const response = await post(url, call("any"));
    expect(response.status).toBe(status);
    expect(await response.json()).toHaveProperty("error_description");
    expect(troubles).toHaveLength(1);
  });

  it.each([
    ["a body that stops", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"],
    ["chunks that stop", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"],
    ["chunks that are none", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nZ\r\n"],
  ])("[security:S11] is a cut answer for the client: %s", async (_, lines) => {
    const { url, troubles } = await raw(lines);
    const response = await post(url, call("any"));
    await expect(response.text()).rejects.toThrow();
    expect(troubles).toHaveLength(1);
  });

  it("[security:S11] cannot put a second answer behind the first", async () => {
    const one = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfirst";
    const { url } = await raw(`${one}HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecond`);
    expect(await (await post(url, call("any"))).text()).toBe("first");
  });
});

describe("a request that two parsers read differently", () => {
  const smuggled = "GET /mcp HTTP/1.1\r\nHost: x\r\n\r\n";
  it.each([
    ["two lengths", "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello"],
    ["length and chunks", `Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`],
    ["unknown encoding", `Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${smuggled}`],
    ["a bare line feed", `X: y\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`],
  ])("[attack:A226] ends at the door: %s", async (_, rest) => {
    const { url, seen } = await stand();
    const { host, port, hostname } = new URL(url);
    const socket = connect(Number(port), hostname);
    socket.write(`POST /mcp HTTP/1.1\r\nHost: ${host}\r\nAuthorization: ${as("alice").authorization}\r\n${rest}`);
    const received = await text(socket);
    expect(received).toMatch(/^HTTP\/1\.1 400 /);
    expect(received.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(seen).toEqual([]);
  });
});
