import { createTestClock } from "@sallyport/fixtures";
import { describe, expect, it } from "vitest";
import { createReplayCounts } from "../src/transport/replay-counts.ts";

const replayed = (clientId: string) => ({ type: "refresh_token.replayed", clientId, grantId: 1 }) as const;
const reused = (clientId: string) => ({ type: "refresh_token.reused", clientId, grantId: 1 }) as const;

describe("counts of replays", () => {
  it("have the clients with the most first, as many as are wanted", () => {
    const counts = createReplayCounts(createTestClock(100));
    for (const event of [replayed("a"), replayed("b"), reused("b"), replayed("c"), reused("b")]) counts.emit(event);
    expect(counts.top(2)).toEqual([
      { clientId: "b", replays: 1, reuses: 2, since: 100 },
      { clientId: "a", replays: 1, reuses: 0, since: 100 },
    ]);
  });

  it("forget the client that was quiet for longest when there are too many, and say since when they are complete", () => {
    const clock = createTestClock(100);
    const counts = createReplayCounts(clock, 2);
    for (const clientId of ["a", "b", "a"]) counts.emit(replayed(clientId));
    clock.advance(10);
    counts.emit(reused("c"));
    expect(counts.top(9).map(({ clientId }) => clientId)).toEqual(["a", "c"]);
    expect(counts.of("b")).toEqual({ replays: 0, reuses: 0, since: 110 });
    expect(counts.of("a")).toEqual({ replays: 2, reuses: 0, since: 100 });
  });

  it("forget a client that is deleted, and heed no other event", () => {
    const counts = createReplayCounts(createTestClock(100));
    counts.emit(replayed("a"));
    counts.emit({ type: "key.created", kid: "k", alg: "ES256" });
    counts.emit({ type: "client.deleted", clientId: "a" });
    expect(counts.top(9)).toEqual([]);
  });
});
