import type { RequestListener, ServerResponse } from "node:http";
import { createTRPCUntypedClient } from "@trpc/client";
import { initTRPC, tracked } from "@trpc/server";
import { createHTTPHandler } from "@trpc/server/adapters/standalone";
import superjson from "superjson";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { keepCookies } from "../src/cookies.ts";
import { createLink } from "../src/link.ts";
import { signInWhenRefused } from "../src/sign-in.ts";
import { serve } from "./serve.ts";

interface Connection {
  cookie: string | undefined;
  accept: string | undefined;
  lastEventId: string | undefined;
}

/** Whose connections break after two events each; it wants the cookie that signing in sets. */
function createBrittleTail(connections: Connection[]): RequestListener {
  const trpc = initTRPC.create({ transformer: superjson });
  const tail = trpc.procedure
    .input(z.object({ lastEventId: z.string().nullish() }).optional())
    .subscription(async function* ({ input, signal }) {
      const from = Number(input?.lastEventId ?? 0);
      for (const number of [from + 1, from + 2]) yield tracked(String(number), { at: new Date(number * 1000) });
      await new Promise((resolve) => signal?.addEventListener("abort", resolve));
    });
  const answer = createHTTPHandler({ router: trpc.router({ tail }) });
  return (request, response) => {
    const { cookie, accept, "last-event-id": id } = request.headers;
    connections.push({ cookie, accept, lastEventId: id === undefined ? undefined : String(id) });
    if (cookie === undefined) return void response.writeHead(401).end();
    breakAfter(2, response);
    answer(request, response);
  };
}

/** Tells the client to come back at once, and ends the connection when so many events are on their way. */
function breakAfter(events: number, response: ServerResponse): void {
  const write = response.write.bind(response);
  let [text, seen] = ["retry: 1\n\n", 0];
  response.write = (chunk: Uint8Array | string) => {
    text += Buffer.from(chunk).toString();
    seen += text.match(/^id: /gm)?.length ?? 0;
    const sent = write(text, () => seen >= events && response.destroy());
    text = "";
    return sent;
  };
}

describe("a subscription", () => {
  it("sends what other calls send, signs in when it must, and goes on after the last event it saw", async () => {
    const connections: Connection[] = [];
    await using served = await serve(createBrittleTail(connections));
    const fetch = keepCookies(async (input, init) => {
      if (String(input).endsWith("/sign-in")) return new Response(null, { headers: { "set-cookie": "sp_admin=x" } });
      return await globalThis.fetch(input, init);
    });
    const signedIn = signInWhenRefused(fetch, async () => await fetch(`${served.origin}/sign-in`));
    const client = createTRPCUntypedClient({ links: [createLink({ url: served.origin, fetch: signedIn })] });
    const seen: unknown[] = [];
    await new Promise<void>((resolve, reject) => {
      const subscription = client.subscription("tail", undefined, {
        onData(event) {
          seen.push(event);
          if (seen.length < 3) return;
          subscription.unsubscribe();
          resolve();
        },
        onError: reject,
      });
    });
    expect(seen).toEqual([1, 2, 3].map((number) => ({ id: String(number), data: { at: new Date(number * 1000) } })));
    expect(connections.map(({ cookie }) => cookie)).toEqual([undefined, "sp_admin=x", "sp_admin=x"]);
    expect(connections.map(({ lastEventId }) => lastEventId)).toEqual([undefined, undefined, "2"]);
    expect(connections[0]?.accept).toBe("text/event-stream");
  });
});
