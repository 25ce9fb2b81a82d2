import { once } from "node:events";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { openCanary } from "./listeners.ts";
import { fetchedGood, type Lab, openLab, refused } from "./lab.ts";

/** A host that answers as `answer` says. */
async function openAnswering(answer: RequestListener): Promise<Lab> {
  return await openLab({ answer });
}

function send(status: number, headers: Record<string, string | string[]>, body?: string | Uint8Array): RequestListener {
  return (_request, response) => response.writeHead(status, headers).end(body);
}

const json = { "content-type": "application/json" };

/** Whatever the host did: who is honest there is served, and at once. */
async function expectNoEffect(lab: Lab): Promise<void> {
  expect(await lab.fetchGood()).toEqual(fetchedGood);
  expect(lab.timers.pending).toBe(0);
}

describe("a request", () => {
  it("[attack:A174 mcp:C7] asks for identity-coded JSON and carries nothing else", async () => {
    const { promise, resolve } = Promise.withResolvers<IncomingMessage>();
    await using lab = await openAnswering((request, response) => {
      resolve(request);
      response.writeHead(200, { ...json, "set-cookie": "a=b" }).end("{}");
    });
    await lab.fetch(lab.url("/a/b?c=d"));
    const request = await promise;
    expect({ method: request.method, url: request.url, headers: request.headers }).toEqual({
      method: "GET",
      url: "/a/b?c=d",
      headers: {
        host: `client.example:${lab.host.port}`,
        connection: "close",
        accept: "application/json",
        "accept-encoding": "identity",
        "user-agent": "sallyport",
      },
    });
  });

  it("[attack:A172] has a connection of its own, and brings no cookie back", async () => {
    const seen: (string | undefined)[] = [];
    await using lab = await openAnswering((request, response) => {
      seen.push(request.headers.cookie);
      response.writeHead(200, { ...json, "set-cookie": "a=b", connection: "keep-alive" }).end("{}");
    });
    await lab.fetch(lab.url("/1"));
    await lab.fetch(lab.url("/2"));
    expect(seen).toEqual([undefined, undefined]);
    expect(lab.host.sockets).toHaveLength(2);
  });

  it("is told to the observer by host, outcome and time, without path or query", async () => {
    await using lab = await openAnswering((_request, response) => {
      lab.timers.advance(25);
      response.writeHead(404).end();
    });
    await lab.fetch(lab.url("/secret?token=secret"));
    await lab.fetch("https://user:secret@client.example/secret");
    expect(lab.events).toEqual([
      { host: `client.example:${lab.host.port}`, outcome: "status_404", ms: 25 },
      { host: undefined, outcome: "url_userinfo", ms: 0 },
    ]);
  });
});

describe("a redirect", () => {
  it.each([301, 302, 303, 307, 308])(
    "[attack:A173 mcp:C3] with %i is never followed, wherever it leads",
    async (status) => {
      const canary = await openCanary();
      await using lab = await openAnswering((request, response) =>
        response
          .writeHead(status, { ...json, location: decodeURIComponent(request.url?.split("?")[1] ?? "") })
          .end("{}"),
      );
      const targets = [
        lab.url("/good"),
        "/good",
        `https://127.0.0.1:${canary.port}/x`,
        `http://127.0.0.1:${canary.port}/x`,
        "http://169.254.169.254/latest/meta-data",
        "https://[::1]/x",
        "file:///etc/passwd",
        "",
      ];
      for (const target of targets) {
        expect(await lab.fetch(lab.url(`/r?${encodeURIComponent(target)}`))).toEqual(refused("redirect"));
      }
      expect(lab.host.requests).toHaveLength(targets.length);
      expect(lab.attempts).toHaveLength(targets.length);
      expect(await canary.connections()).toBe(0);
      await expectNoEffect(lab);
      await canary.close();
    },
  );

  it.each([300, 305, 306, 399])("[attack:A173 mcp:C3] includes %i", async (status) => {
    await using lab = await openAnswering(send(status, json, "{}"));
    expect(await lab.fetch(lab.url("/x"))).toEqual(refused("redirect"));
    await expectNoEffect(lab);
  });
});

describe("a status", () => {
  it.each([201, 202, 203, 204, 206, 226, 400, 401, 403, 404, 410, 429, 500, 503, 599])(
    "[attack:A174 mcp:C3] of %i is no document",
    async (status) => {
      await using lab = await openAnswering(send(status, json, status === 204 ? undefined : "{}"));
      expect(await lab.fetch(lab.url("/x"))).toEqual(refused(`status_${status}`));
      await expectNoEffect(lab);
    },
  );

  it("[attack:A174 mcp:C3] of 304 is no document when nothing was known", async () => {
    await using lab = await openAnswering(send(304, json));
    expect(await lab.fetch(lab.url("/x"))).toEqual(refused("not_modified_unasked"));
    await expectNoEffect(lab);
  });

  it("[mcp:C3] of 103 may come before the real one", async () => {
    await using lab = await openAnswering((_request, response) => {
      response.writeEarlyHints({ link: "</style.css>; rel=preload" });
      response.writeHead(200, json).end("{}");
    });
    expect(await lab.fetch(lab.url("/x"))).toMatchObject({ kind: "fetched", body: "{}" });
  });
});

describe("a content type", () => {
  it.each([
    "application/json",
    "application/json; charset=utf-8",
    "Application/JSON;charset=UTF-8",
    "application/json ; a=b",
    "application/ld+json",
    "application/vnd.example.client-v1+json; charset=utf-8",
  ])("[mcp:C3] of %s is accepted", async (type) => {
    await using lab = await openAnswering(send(200, { "content-type": type }, "{}"));
    expect(await lab.fetch(lab.url("/x"))).toEqual({ kind: "fetched", body: "{}", maxAgeSeconds: undefined });
  });

  it.each([
    "text/html",
    "image/png",
    "text/json",
    "text/plain",
    "application/javascript",
    "application/jsonp",
    "application/json-seq",
    "application/x-json",
    "application/+json",
    "application/a+json+xml",
    "application/a b+json",
    "application/octet-stream",
    "x-application/json",
    "text/html, application/json",
    "application/json, text/html",
    "",
  ])("[attack:A174 mcp:C3] of %j is refused", async (type) => {
    await using lab = await openAnswering(send(200, { "content-type": type }, "{}"));
    expect(await lab.fetch(lab.url("/x"))).toEqual(refused("content_type"));
    await expectNoEffect(lab);
  });

  it("[attack:A174 mcp:C3] is refused when absent or said twice", async () => {
    await using absent = await openAnswering(send(200, {}, "{}"));
    expect(await absent.fetch(absent.url("/x"))).toEqual(refused("content_type"));
    await using twice = await openAnswering((_request, response) =>
      endRaw(response, "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nContent-Type: text/html\r\n\r\n{}"),
    );
    expect(await twice.fetch(twice.url("/x"))).toEqual(refused("content_type"));
  });
});

/** Writes an answer past the HTTP library, which would refuse to. */
function endRaw(response: ServerResponse, text: string | Uint8Array): void {
  response.socket?.end(text);
}

function sendRaw(text: string | Uint8Array): RequestListener {
  return (_request, response) => endRaw(response, text);
}

const rawHead = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";

describe("a body", () => {
  it("[attack:A175 mcp:C9] may have as many bytes as the caller allows, and not one more", async () => {
    const body = "\u00e9".repeat(50);
    await using lab = await openAnswering(send(200, json, body));
    expect(await lab.fetch(lab.url("/x"), { maxBytes: 100 })).toMatchObject({ kind: "fetched", body });
    expect(await lab.fetch(lab.url("/x"), { maxBytes: 99 })).toEqual(refused("too_large"));
  });

  it("[attack:A175 mcp:C9] of 6 KB is refused at a limit of 5 KB", async () => {
    await using lab = await openAnswering(send(200, json, "x".repeat(6 * 1024)));
    expect(await lab.fetch(lab.url("/x"))).toEqual(refused("too_large"));
    await expectNoEffect(lab);
  });

  it("[attack:A175 mcp:C9] without end is cut off at the limit", async () => {
    const stopped = Promise.withResolvers<number>();
    await using lab = await openAnswering((_request, response) => {
      let sent = 0;
      const more = () => {
        for (let free = true; free && !response.destroyed; sent += 1024) free = response.write("x".repeat(1024));
      };
      response.on("drain", more).on("close", () => stopped.resolve(sent));
      response.writeHead(200, json);
      more();
    });
    expect(await lab.fetch(lab.url("/x"))).toEqual(refused("too_large"));
    expect(await stopped.promise).toBeLessThan(16 * 1024 * 1024);
    await expectNoEffect(lab);
  });

  it("[attack:A175] that is longer than announced ends where it was announced to end", async () => {
    await using lab = await openAnswering(sendRaw(`${rawHead}content-length: 2\r\n\r\n{}${"x".repeat(10_000)}`));
    const answer = await lab.fetch(lab.url("/x"));
    expect([{ kind: "fetched", body: "{}", maxAgeSeconds: undefined }, refused("connection_lost")]).toContainEqual(
      answer,
    );
    await expectNoEffect(lab);
  });

  it("[attack:A175] that is shorter than announced is not taken for whole", async () => {
    await using lab = await openAnswering(sendRaw(`${rawHead}content-length: 100\r\n\r\n{}`));
    expect(await lab.fetch(lab.url("/x"))).toEqual(refused("connection_lost"));
    await expectNoEffect(lab);
  });

  it("[attack:A175] that is chunked and breaks off is not taken for whole", async () => {
    await using lab = await openAnswering(sendRaw(`${rawHead}transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n`));
    expect(await lab.fetch(lab.url("/x"))).toEqual(refused("connection_lost"));
    await expectNoEffect(lab);
  });

  it.each([
    "content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    "content-length: 2\r\ncontent-length: 3\r\n\r\n{} ",
    "content-length: -2\r\n\r\n{}",
    "transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
    `x-long: ${"x".repeat(20_000)}\r\n\r\n{}`,
  ])("[attack:A175] in ambiguous or broken framing is refused: %s", async (rest) => {
    await using lab = await openAnswering(sendRaw(rawHead + rest));
    expect(await lab.fetch(lab.url("/x"))).toEqual(refused("connection_lost"));
    await expectNoEffect(lab);
  });

  it.each(["gzip", "br", "deflate", "zstd", "identity", "x-unknown", "gzip, gzip"])(
    "[attack:A175] with the content coding %s is refused unread",
    async (coding) => {
      const bomb = gzipSync(Buffer.alloc(4 * 1024 * 1024));
      await using lab = await openAnswering(send(200, { ...json, "content-encoding": coding }, bomb));
      expect(await lab.fetch(lab.url("/x"))).toEqual(refused("content_encoding"));
      await expectNoEffect(lab);
    },
  );

  it("[attack:A175] that was compressed without a word is never decompressed", async () => {
    await using lab = await openAnswering(send(200, json, gzipSync(Buffer.alloc(4 * 1024 * 1024))));
    expect(await lab.fetch(lab.url("/x"), { maxBytes: 64 * 1024 })).toEqual(refused("not_utf8"));
    await expectNoEffect(lab);
  });

  it("[attack:A174] that is not UTF-8 is refused", async () => {
    await using lab = await openAnswering(send(200, json, Buffer.from('{"a":"\u00e9"}', "latin1")));
    expect(await lab.fetch(lab.url("/x"))).toEqual(refused("not_utf8"));
    await expectNoEffect(lab);
  });

  it.each([
    "",
    "HTTP/0.9",
    "SSH-2.0-OpenSSH_9.2\r\n",
    "HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n",
    "HTTP/2 200\r\n\r\n",
  ])("[attack:A174] from a host that answers %j is refused, and it is not asked again", async (text) => {
    await using lab = await openAnswering(sendRaw(text));
    expect(await lab.fetch(lab.url("/x"))).toEqual(refused("connection_lost"));
    expect(lab.attempts).toHaveLength(1);
    await expectNoEffect(lab);
  });
});

describe("a failure", () => {
  it.each([
    ["a 500", send(500, json, "{}")],
    ["a redirect", send(302, { location: "/" })],
    ["a page", send(200, { "content-type": "text/html" }, "<html>")],
    ["a body too large", send(200, json, "x".repeat(6 * 1024))],
    ["a hang-up", sendRaw("")],
  ])("[attack:A179 mcp:C10] that was %s is forgotten: the document after it works at once", async (_name, first) => {
    const answers: RequestListener[] = [first];
    await using lab = await openAnswering((request, response) =>
      (answers.shift() ?? send(200, json, "{}"))(request, response),
    );
    expect(await lab.fetch(lab.url("/x"))).toMatchObject({ kind: "failed" });
    expect(await lab.fetch(lab.url("/x"))).toMatchObject({ kind: "fetched", body: "{}" });
  });

  it("[attack:A179 mcp:C10] of the resolver is forgotten too", async () => {
    await using lab = await openLab();
    lab.names.set("client.example", []);
    expect(await lab.fetch(lab.url("/good"))).toEqual(refused("dns_failed"));
    lab.names.clear();
    expect(await lab.fetch(lab.url("/good"))).toEqual(fetchedGood);
  });
});

describe("what is remembered of a document", () => {
  it("[mcp:C10] is told with it: its validators and how long it holds", async () => {
    const headers = {
      ...json,
      etag: '"v1"',
      "last-modified": "Mon, 23 Nov 2026 00:00:00 GMT",
      "cache-control": "max-age=600",
    };
    await using lab = await openAnswering(send(200, headers, "{}"));
    expect(await lab.fetch(lab.url("/x"))).toEqual({
      kind: "fetched",
      body: "{}",
      maxAgeSeconds: 600,
      etag: '"v1"',
      lastModified: "Mon, 23 Nov 2026 00:00:00 GMT",
    });
  });

  it("[mcp:C10] is asked about with the next request, and may still hold", async () => {
    const conditions: unknown[] = [];
    await using lab = await openAnswering((request, response) => {
      conditions.push([request.headers["if-none-match"], request.headers["if-modified-since"]]);
      response.writeHead(304, { "cache-control": "max-age=60" }).end();
    });
    const lastModified = "Mon, 23 Nov 2026 00:00:00 GMT";
    const unchanged = { kind: "unchanged", maxAgeSeconds: 60 };
    expect(await lab.fetch(lab.url("/x"), { etag: 'W/"v1"' })).toEqual(unchanged);
    expect(await lab.fetch(lab.url("/x"), { lastModified })).toEqual(unchanged);
    expect(await lab.fetch(lab.url("/x"), { etag: '"v1"', lastModified })).toEqual(unchanged);
    expect(conditions).toEqual([
      ['W/"v1"', undefined],
      [undefined, lastModified],
      ['"v1"', lastModified],
    ]);
    expect(lab.events.map(({ outcome }) => outcome)).toEqual(["unchanged", "unchanged", "unchanged"]);
  });

  it("[mcp:C10] may be replaced by a new document", async () => {
    await using lab = await openAnswering(send(200, { ...json, etag: '"v2"' }, "{}"));
    expect(await lab.fetch(lab.url("/x"), { etag: '"v1"' })).toMatchObject({ kind: "fetched", etag: '"v2"' });
  });

  it("is dropped when it is too long to keep", async () => {
    await using lab = await openAnswering(send(200, { ...json, etag: `"${"v".repeat(600)}"` }, "{}"));
    expect(await lab.fetch(lab.url("/x"))).toEqual({ kind: "fetched", body: "{}", maxAgeSeconds: undefined });
  });

  it("cannot smuggle a header", async () => {
    await using lab = await openAnswering(send(200, json, "{}"));
    expect(await lab.fetch(lab.url("/x"), { etag: '"a"\r\nauthorization: x' })).toEqual(refused("connection_lost"));
    expect(lab.host.requests).toEqual([]);
    const [socket] = lab.host.sockets;
    if (socket?.closed === false) await once(socket, "close");
    expect(lab.host.sockets.map(({ closed }) => closed)).toEqual([true]);
  });
});
