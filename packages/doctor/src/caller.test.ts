import { createServer, type RequestListener } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { createCaller } from "./caller.ts";
import { navigate } from "./navigate.ts";

const running: AsyncDisposable[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one[Symbol.asyncDispose]();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  running.push({
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("there is no port");
  return `http://127.0.0.1:${address.port}`;
}

function create(timeoutMs = 5_000, onCall?: (method: string, url: string) => void) {
  return createCaller({ fetch, navigate, timeoutMs, onCall });
}

describe("a call", () => {
  it("reads JSON, and says what was asked", async () => {
    const calls: string[] = [];
    const url = await serve((_, response) => void response.end('{"a":1}'));
    const answer = await create(5_000, (...call) => void calls.push(call.join(" ")))(url);
    expect(answer).toMatchObject({ status: 200, json: { a: 1 }, failure: undefined });
    expect(calls).toEqual([`GET ${url}/`]);
  });

  it("gives up when there is no answer in time", async () => {
    const url = await serve(() => {});
    expect(await create(30)(url)).toMatchObject({ status: 0, failure: expect.stringContaining("timed out") });
    expect(await create(30)(url, { isNavigation: true })).toMatchObject({ status: 0 });
  });

  it("gives up when the answer does not end in time", async () => {
    const url = await serve((_, response) => void response.write("{"));
    expect((await create(60)(url)).status).toBe(0);
  });

  it("gives up when the answer is too long", async () => {
    const url = await serve((_, response) => void response.end("a".repeat(600 * 1024)));
    expect(await create()(url)).toMatchObject({ status: 0, failure: expect.stringContaining("bytes") });
  });

  it("does not read a stream of events", async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" }).write("data: 1\n\n");
    });
    expect(await create()(url)).toMatchObject({ status: 200, text: "" });
  });

  it("says why nobody could be reached", async () => {
    const url = await serve(() => {});
    await running.pop()?.[Symbol.asyncDispose]();
    expect(await create()(url)).toMatchObject({ status: 0, failure: "ECONNREFUSED" });
    expect((await create()("nonsense")).status).toBe(0);
  });

  it("follows redirects within the origin only, and only when asked to", async () => {
    const url = await serve((request, response) => {
      const places: Record<string, string> = { "/a": "/b", "/away": "http://localhost:1/", "/round": "/round" };
      const location = places[request.url ?? ""];
      if (location === undefined) response.end("{}");
      else response.writeHead(302, { location }).end();
    });
    const call = create();
    expect(await call(`${url}/a`, { follows: true })).toMatchObject({ status: 200, url: `${url}/b` });
    expect(await call(`${url}/a`)).toMatchObject({ status: 302, location: `${url}/b` });
    expect(await call(`${url}/away`, { follows: true })).toMatchObject({
      status: 302,
      location: "http://localhost:1/",
    });
    expect((await call(`${url}/round`, { follows: true })).status).toBe(302);
  });

  it("asks once more when it asked too often", async () => {
    let count = 0;
    const url = await serve((_, response) => {
      count += 1;
      response.writeHead(429, count > 2 ? {} : { "retry-after": "0" }).end();
    });
    expect((await create()(url)).status).toBe(429);
    expect(count).toBe(2);
    expect((await create()(url)).status).toBe(429);
    expect(count).toBe(3);
  });

  it("can ask as a browser does", async () => {
    const url = await serve((request, response) => {
      response.writeHead(200, { "set-cookie": ["a=1", "b=2"] }).end(JSON.stringify(request.headers));
    });
    const answer = await create()(url, { isNavigation: true });
    expect(answer.json).toMatchObject({ "sec-fetch-mode": "navigate", accept: expect.stringMatching(/^text\/html/) });
    expect(answer.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  });
});
