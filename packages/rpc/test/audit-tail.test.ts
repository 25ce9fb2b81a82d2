import { epochSeconds } from "@sallyport/core";
import { describe, expect, it } from "vitest";
import { type Started, start } from "./start.ts";

interface Message {
  event: string;
  id: number | undefined;
  data: string;
}

/** An open stream of the admin listener, read message by message. */
interface Stream extends AsyncDisposable {
  status: number;
  /** The next message that is no connection signal; undefined at the end. */
  next(): Promise<Message | undefined>;
  /** The sequences of the next `count` rows. */
  rows(count: number): Promise<(number | undefined)[]>;
}

async function follow(
  { adminUrl }: Started,
  cookie: string,
  options: { input?: object; lastEventId?: number } = {},
): Promise<Stream> {
  const { input = {}, lastEventId } = options;
  const controller = new AbortController();
  const query = `input=${encodeURIComponent(JSON.stringify({ json: input }))}`;
  const response = await fetch(`${adminUrl}/trpc/audit.tail?${query}`, {
    headers: { cookie, ...(lastEventId === undefined ? {} : { "last-event-id": String(lastEventId) }) },
    signal: controller.signal,
  });
  const messages = readMessages(response);
  const next = async (): Promise<Message | undefined> => {
    const { value, done } = await messages.next();
    if (done === true) return undefined;
    return value.event === "connected" || value.event === "ping" ? await next() : value;
  };
  return {
    status: response.status,
    next,
    async rows(count) {
      const found: (number | undefined)[] = [];
      while (found.length < count) found.push((await next())?.id);
      return found;
    },
    async [Symbol.asyncDispose]() {
      controller.abort();
      await messages.return(undefined).catch(() => undefined);
    },
  };
}

async function* readMessages(response: Response): AsyncGenerator<Message, undefined> {
  let text = "";
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const lines = text.slice(0, end).trim().split("\n");
      text = text.slice(end + 2);
      const valueOf = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
      const id = valueOf("id");
      if (lines.join("") !== "")
        yield {
          event: valueOf("event") ?? "message",
          id: id === undefined ? id : Number(id),
          data: valueOf("data") ?? "",
        };
    }
  }
  return undefined;
}

/** Lets so many things happen, and returns the last sequence afterwards. */
async function happen({ test }: Started, count: number): Promise<number> {
  const { manage } = test.provider;
  const before = await manage.audit.lastSequence();
  for (let index = 1; index <= count; index += 1) {
    await manage.resources.create({ uri: `https://mcp.example/${before + index}` });
  }
  await test.provider.flush();
  return await manage.audit.lastSequence();
}

describe("audit.tail", () => {
  it("begins with rows that are there and goes on with each that is stored", async () => {
    await using started = await start();
    const cookie = await started.cookieOf("viewer");
    const last = await happen(started, 3);
    await using stream = await follow(started, cookie, { input: { last: 2 } });
    expect(await stream.rows(2)).toEqual([last - 1, last]);
    await happen(started, 2);
    const message = await stream.next();
    expect(message).toMatchObject({ event: "message", id: last + 1 });
    expect(JSON.parse(message?.data ?? "")).toMatchObject({ json: { sequence: last + 1, type: "resource.created" } });
    expect(await stream.rows(1)).toEqual([last + 2]);
  });

  it("goes on behind the last row that was seen, however many came meanwhile", async () => {
    await using started = await start();
    const cookie = await started.cookieOf("viewer");
    const seen = await happen(started, 1);
    const last = await happen(started, 250);
    const missed = Array.from({ length: 250 }, (_, index) => seen + 1 + index);
    await using stream = await follow(started, cookie, { lastEventId: seen });
    expect(await stream.rows(250)).toEqual(missed);
    await happen(started, 1);
    expect(await stream.rows(1)).toEqual([last + 1]);
  });

  it("shows what another process stored", async () => {
    await using started = await start();
    await using stream = await follow(started, await started.cookieOf("viewer"), { input: { last: 1 } });
    const [last = 0] = await stream.rows(1);
    const entry = { at: epochSeconds(1_900_000_000), type: "client.deleted", clientId: "a", details: {} };
    await started.test.store.audit.append([entry], () => "");
    expect(await stream.rows(1)).toEqual([last + 1]);
  });

  it.each<[string, (started: Started, cookie: string) => Promise<unknown>, string]>([
    ["signed out", ({ test }, cookie) => test.provider.sessions.end(cookie.split("=")[1]), "unauthenticated"],
    [
      "disabled",
      async ({ test }) => test.provider.manage.users.setStatus(await idOfViewer(test), "disabled"),
      "unauthenticated",
    ],
    [
      "signed out everywhere",
      async ({ test }) => test.provider.manage.users.signOutEverywhere(await idOfViewer(test)),
      "unauthenticated",
    ],
  ])("[attack:A211] ends for somebody who was %s, before anything else is shown", async (_what, end, code) => {
    await using started = await start();
    const cookie = await started.cookieOf("viewer");
    await using stream = await follow(started, cookie, { input: { last: 1 } });
    await stream.rows(1);
    await end(started, cookie);
    await happen(started, 1);
    const message = await stream.next();
    expect(message?.event).toBe("serialized-error");
    expect(JSON.parse(message?.data ?? "")).toMatchObject({ json: { data: { sallyportCode: code } } });
    expect(await stream.next()).toBeUndefined();
  });

  it("is no use of the session", async () => {
    await using started = await start();
    const { test } = started;
    const cookie = await started.cookieOf("viewer");
    await using stream = await follow(started, cookie, { input: { last: 1 } });
    await stream.rows(1);
    test.clock.advance(12 * 3600 - 1);
    await happen(started, 1);
    await stream.rows(1);
    test.clock.advance(1);
    await happen(started, 1);
    expect((await stream.next())?.event).toBe("serialized-error");
  });

  it("ends with the server without a farewell, so that its client comes back", async () => {
    const closer = new AbortController();
    await using started = await start({ closing: closer.signal });
    await using stream = await follow(started, await started.cookieOf("viewer"), { input: { last: 1 } });
    await stream.rows(1);
    closer.abort();
    expect(await stream.next()).toBeUndefined();
    expect(started.failures).toEqual([]);
  });

  it("is refused to the fifty-first, until somebody leaves", async () => {
    await using started = await start();
    const cookie = await started.cookieOf("viewer");
    await using streams = new AsyncDisposableStack();
    const open = async () => streams.use(await follow(started, cookie, { input: { last: 1 } }));
    const all = await Promise.all(Array.from({ length: 50 }, open));
    await Promise.all(all.map((stream) => stream.rows(1)));
    const refused = await (await open()).next();
    expect(refused?.event).toBe("serialized-error");
    expect(JSON.parse(refused?.data ?? "")).toMatchObject({ json: { data: { sallyportCode: "rate_limited" } } });
    await all[0]?.[Symbol.asyncDispose]();
    await expect.poll(async () => (await (await open()).next())?.event).toBe("message");
  });

  it("[attack:A217 attack:A218] takes no other input", async () => {
    await using started = await start();
    const cookie = await started.cookieOf("viewer");
    for (const input of [{ last: 0 }, { last: 201 }, { lastEventId: "-1" }, { lastEventId: "x" }, { all: true }]) {
      await using stream = await follow(started, cookie, { input });
      const message = await stream.next();
      expect(JSON.parse(message?.data ?? "")).toMatchObject({ json: { data: { sallyportCode: "invalid_input" } } });
    }
  });
});

async function idOfViewer({ store }: Started["test"]): Promise<string> {
  return (await store.users.getByEmail("viewer@example.com"))?.id ?? "";
}
