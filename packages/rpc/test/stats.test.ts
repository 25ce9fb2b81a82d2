import { getTokens, refresh } from "@sallyport/fixtures";
import { createTRPCClient, httpBatchLink } from "@trpc/client";
import superjson from "superjson";
import { describe, expect, it } from "vitest";
import type { AdminRouter } from "../src/index.ts";
import { type Started, start } from "./start.ts";

function clientFor({ adminUrl }: Started, cookie: string) {
  const headers = { cookie };
  return createTRPCClient<AdminRouter>({
    links: [httpBatchLink({ url: `${adminUrl}/trpc`, transformer: superjson, headers })],
  });
}

const zeros = (count: number): number[] => Array<number>(count).fill(0);
const hour = 3_600;

describe("system.stats", () => {
  it("counts sign-ins, tokens, refusals and registrations, stored or not", async () => {
    await using started = await start();
    const { test } = started;
    const { provider, clock } = test;
    const { system } = clientFor(started, await started.cookieOf("viewer"));
    const before = await system.stats.query();
    await refresh(test, test.pub, await getTokens(test, test.pub));
    await provider.sessions.signInToAdmin({ email: "nobody@example.com", password: "not the password" });
    const refusal = { requestId: "r", route: "token", status: 400, reason: "code_replayed", detail: {} };
    provider.flowLog.noteRefusal({ ...refusal, error: "invalid_grant" });
    const counted = await system.stats.query();
    await provider.flush();
    expect(await system.stats.query()).toEqual(counted);
    const last = (values: number[] | undefined) => values?.at(-1);
    expect(counted.stepSeconds).toBe(hour);
    expect(counted.from.getTime() / 1000).toBe(clock.now() - (clock.now() % hour) - 23 * hour);
    expect(last(counted.signIns.succeeded)).toBe((last(before.signIns.succeeded) ?? 0) + 1);
    expect(counted.signIns.failed).toEqual([...zeros(23), 1]);
    expect(counted.tokens).toEqual({ authorization_code: [...zeros(23), 1], refresh_token: [...zeros(23), 1] });
    expect(counted.refusals).toEqual({ invalid_grant: [...zeros(23), 1] });
    expect(counted.registrations).toEqual([...zeros(23), 2]);
  });

  it("moves on with time, by the hour and by the day", async () => {
    await using started = await start();
    const { provider, clock } = started.test;
    const refusal = { requestId: "r", route: "token", status: 400, reason: "code_replayed", detail: {} };
    clock.advance(86_400 - (clock.now() % 86_400));
    provider.flowLog.noteRefusal({ ...refusal, error: "invalid_grant" });
    await provider.flush();
    clock.advance(2 * hour);
    provider.flowLog.noteRefusal({ ...refusal, error: "invalid_grant" });
    expect((await provider.traffic("day")).refusals).toEqual({ invalid_grant: [...zeros(21), 1, 0, 1] });
    expect((await provider.traffic("month")).refusals).toEqual({ invalid_grant: [...zeros(29), 2] });
    clock.advance(24 * hour);
    expect((await provider.traffic("day")).refusals).toEqual({});
    expect((await provider.traffic("month")).refusals).toEqual({ invalid_grant: [...zeros(28), 2, 0] });
  });
});
