import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { createServer, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { describe, expect, it } from "vitest";
import { openSocket } from "../src/index.ts";
import { fetchedGood, goodName, openLab, refused } from "./lab.ts";
import { type Host, openHost, openRawHost } from "./listeners.ts";

/** Resolves when `count` values were pushed. */
function createArrivals<T>() {
  const arrived: T[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  return {
    arrived,
    push(value: T) {
      arrived.push(value);
      for (const { count, resolve } of waiting) if (arrived.length >= count) resolve();
    },
    async until(count: number) {
      if (arrived.length >= count) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push({ count, resolve });
      await promise;
    },
  };
}

const answerNow = (response: ServerResponse) => response.setHeader("content-type", "application/json").end("{}");

describe("the deadline", () => {
  it("[attack:A176 mcp:C9] ends a fetch from a host that never answers, and its connection", async () => {
    const closed = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    await using lab = await openLab({
      answer: (request) => {
        request.socket.on("close", () => closed.resolve());
        asked.resolve();
      },
    });
    const fetch = lab.fetch(lab.url("/x"));
    await asked.promise;
    expect(await lab.fetchGood()).toEqual(fetchedGood);
    lab.timers.advance(3000);
    expect(await fetch).toEqual(refused("deadline"));
    await closed.promise;
    expect(await lab.fetchGood()).toEqual(fetchedGood);
  });

  it("[attack:A176 mcp:C9] is for the whole: bytes that keep dripping do not move it", async () => {
    const dripped = createArrivals<true>();
    const closed = Promise.withResolvers<void>();
    await using lab = await openLab({
      answer: (_request, response) => {
        response.on("close", () => closed.resolve());
        response.writeHead(200, { "content-type": "application/json" });
        const drip = () => {
          if (response.destroyed) return;
          response.write(" ");
          dripped.push(true);
          setImmediate(drip);
        };
        drip();
      },
    });
    const fetch = lab.fetch(lab.url("/x"), { maxBytes: 1_000_000 });
    await dripped.until(10);
    lab.timers.advance(2999);
    await dripped.until(20);
    expect(lab.events).toEqual([]);
    lab.timers.advance(1);
    expect(await fetch).toEqual(refused("deadline"));
    await closed.promise;
  });

  it("[attack:A176] ends a fetch whose headers never end", async () => {
    const asked = Promise.withResolvers<void>();
    await using lab = await openLab({
      answer: (request) => {
        request.socket.write("HTTP/1.1 200 OK\r\nx-a: ", () => asked.resolve());
      },
    });
    const fetch = lab.fetch(lab.url("/x"));
    await asked.promise;
    lab.timers.advance(3000);
    expect(await fetch).toEqual(refused("deadline"));
  });

  it("[attack:A176] ends a TLS handshake that stalls, and its connection", async () => {
    const server = createServer();
    await using lab = await openLab({ open: async () => await openRawHost(server) });
    const connected = once(server, "connection");
    const fetch = lab.fetch(lab.url("/x"));
    await connected;
    const [socket] = lab.host.sockets;
    if (socket === undefined) throw new Error("nobody connected");
    await once(socket, "data");
    const closed = once(socket, "close");
    lab.timers.advance(3000);
    expect(await fetch).toEqual(refused("deadline"));
    await closed;
  });

  it("[attack:A176] ends a look-up that never answers", async () => {
    const asked = Promise.withResolvers<AbortSignal>();
    await using lab = await openLab({
      resolve: async (_name, signal) => {
        asked.resolve(signal);
        return await new Promise(() => undefined);
      },
    });
    const fetch = lab.fetch(lab.url("/x"));
    const signal = await asked.promise;
    lab.timers.advance(3000);
    expect(await fetch).toEqual(refused("deadline"));
    expect(signal.aborted).toBe(true);
  });

  it("[attack:A176] is kept by the system's clock as well", async () => {
    await using lab = await openLab({ answer: () => undefined, realTimers: true, deadlineMs: 100 });
    expect(await lab.fetch(lab.url("/x"))).toEqual(refused("deadline"));
  });
});

describe("the limits", () => {
  it("[attack:A176] let 4 of 500 fetches call one origin, 16 wait, and refuse the others at once", async () => {
    const held = createArrivals<ServerResponse>();
    await using lab = await openLab({ answer: (_request, response) => held.push(response) });
    await using other = await openLab();
    const fetches = Array.from({ length: 500 }, (_, index) => lab.fetch(lab.url(`/${index}`)));
    await held.until(4);
    expect(lab.events.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 480 }, () => "busy"));
    expect(lab.host.sockets).toHaveLength(4);
    expect(await lab.fetch(other.url("/good"))).toEqual(fetchedGood);
    for (let answered = 0; answered < 20; answered += 1) {
      await held.until(answered + 1);
      expect(held.arrived.length - answered).toBeLessThanOrEqual(4);
      const response = held.arrived[answered];
      if (response !== undefined) answerNow(response);
    }
    const outcomes = (await Promise.all(fetches)).map(({ kind }) => kind);
    expect(outcomes.filter((kind) => kind === "fetched")).toHaveLength(20);
    expect(await lab.fetchGood()).toEqual(fetchedGood);
  });

  it("[attack:A176] let 32 of 500 fetches run at once over all origins, and bound who waits", async () => {
    const held = createArrivals<ServerResponse>();
    await using lab = await openLab({ answer: (_request, response) => held.push(response) });
    const fetches = Array.from({ length: 500 }, (_, index) => lab.fetch(lab.url("/x", `h${index}.many.example`)));
    await held.until(32);
    expect(lab.host.sockets).toHaveLength(32);
    expect(lab.events.filter(({ outcome }) => outcome === "busy")).toHaveLength(500 - 32 - 128);
    lab.timers.advance(3000);
    const answers = await Promise.all(fetches);
    expect(answers.filter((answer) => answer.kind === "failed" && answer.reason === "deadline")).toHaveLength(160);
    expect(held.arrived).toHaveLength(32);
    expect(await lab.fetchGood()).toEqual(fetchedGood);
    expect(lab.timers.pending).toBe(0);
  });

  it("[attack:A176] pass over an origin that has its share", async () => {
    const held = createArrivals<ServerResponse>();
    await using lab = await openLab({
      answer: (_request, response) => held.push(response),
      limits: { total: 2, perOrigin: 1 },
    });
    const slow = [lab.fetch(lab.url("/1", "evil.example")), lab.fetch(lab.url("/2", "evil.example"))];
    await held.until(1);
    expect(await lab.fetchGood()).toEqual(fetchedGood);
    expect(await lab.fetchGood()).toEqual(fetchedGood);
    expect(lab.lookups).toEqual(["evil.example", goodName, goodName]);
    lab.timers.advance(3000);
    expect(await Promise.all(slow)).toEqual([refused("deadline"), refused("deadline")]);
  });

  it("[attack:A176] count the wait for a turn as part of the time", async () => {
    const held = createArrivals<ServerResponse>();
    await using lab = await openLab({ answer: (_request, response) => held.push(response), limits: { total: 1 } });
    const first = lab.fetch(lab.url("/1"));
    await held.until(1);
    lab.timers.advance(2000);
    const second = lab.fetch(lab.url("/2"));
    lab.timers.advance(1000);
    expect(await first).toEqual(refused("deadline"));
    await held.until(2);
    lab.timers.advance(2000);
    expect(await second).toEqual(refused("deadline"));
  });
});

describe("fetches of the same document", () => {
  it("share one request while it lasts, and none afterwards", async () => {
    const held = createArrivals<ServerResponse>();
    await using lab = await openLab({ answer: (_request, response) => held.push(response) });
    const together = Array.from({ length: 50 }, () => lab.fetch(lab.url("/x")));
    await held.until(1);
    held.arrived.forEach(answerNow);
    const answers = await Promise.all(together);
    expect(new Set(answers)).toEqual(new Set([{ kind: "fetched", body: "{}", maxAgeSeconds: undefined }]));
    expect(lab.host.requests).toEqual(["/x"]);
    const later = lab.fetch(lab.url("/x"));
    await held.until(2);
    held.arrived.slice(1).forEach(answerNow);
    expect(await later).toMatchObject({ kind: "fetched" });
  });

  it("are not shared when they ask with other validators or limits", async () => {
    const held = createArrivals<ServerResponse>();
    await using lab = await openLab({ answer: (_request, response) => held.push(response) });
    const fetches = [
      lab.fetch(lab.url("/x")),
      lab.fetch(lab.url("/x"), { etag: '"1"' }),
      lab.fetch(lab.url("/x"), { lastModified: "x" }),
      lab.fetch(lab.url("/x"), { maxBytes: 1 }),
    ];
    await held.until(4);
    held.arrived.forEach(answerNow);
    expect((await Promise.all(fetches)).map(({ kind }) => kind)).toEqual(["fetched", "fetched", "fetched", "failed"]);
  });
});

describe("close", () => {
  it("ends what runs and what waits, and lets nothing begin", async () => {
    const asked = createArrivals<true>();
    const closed = createArrivals<true>();
    await using lab = await openLab({
      answer: (request) => {
        request.socket.on("close", () => closed.push(true));
        asked.push(true);
      },
    });
    const fetches = Array.from({ length: 6 }, (_, index) => lab.fetch(lab.url(`/${index}`)));
    await asked.until(4);
    await lab.close();
    expect(await Promise.all(fetches)).toEqual(fetches.map(() => refused("closed")));
    await closed.until(4);
    expect(await lab.fetchGood()).toEqual(refused("closed"));
    expect(lab.lookups).toHaveLength(4);
    expect(lab.timers.pending).toBe(0);
  });
});

describe("a connection", () => {
  it("[attack:A176] that died before it was used ends the fetch, and nothing is tried again", async () => {
    const opened: Socket[] = [];
    await using lab = await openLab({
      openSocket: async (destination, options) => {
        const socket = await openSocket({ ...destination, addresses: ["127.0.0.1"] }, options);
        opened.push(socket.destroy());
        return socket;
      },
    });
    expect(await lab.fetchGood()).toEqual(refused("connection_lost"));
    expect(opened).toHaveLength(1);
    expect(lab.host.requests).toEqual([]);
  });

  it("[attack:A176] that the host closes right after the handshake ends the fetch", async () => {
    await using lab = await openLab({
      open: async (certificate) => {
        const server = createTlsServer(certificate, (socket) => socket.destroy());
        return await openRawHost(server);
      },
    });
    expect(await lab.fetchGood()).toEqual(refused("connection_lost"));
    expect(lab.attempts).toHaveLength(1);
  });
});

describe("a host that cannot be reached", () => {
  it("ends as connect_failed", async () => {
    await using lab = await openLab();
    const gone: Host = await openHost(() => undefined);
    await gone.close();
    expect(await lab.fetch(`https://client.example:${gone.port}/x`)).toEqual(refused("connect_failed"));
    expect(await lab.fetchGood()).toEqual(fetchedGood);
  });
});
