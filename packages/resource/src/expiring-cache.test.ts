import { describe, expect, it } from "vitest";
import { createClock } from "../test/fake-issuer.ts";
import { createExpiringCache } from "./expiring-cache.ts";

describe("createExpiringCache", () => {
  it("[mcp:H13] forgets a value when its time has come", () => {
    const clock = createClock();
    const cache = createExpiringCache<number>(2, clock.now);
    cache.set("a", { value: 1, expiresAt: clock.now() + 10 });
    cache.set("late", { value: 2, expiresAt: clock.now() });
    clock.advance(9);
    expect(cache.get("a")).toBe(1);
    expect(cache.get("late")).toBeUndefined();
    clock.advance(1);
    expect(cache.get("a")).toBeUndefined();
  });

  it("[mcp:H13] makes room by what came first, and a value that comes again comes last", () => {
    const clock = createClock();
    const cache = createExpiringCache<number>(2, clock.now);
    const expiresAt = clock.now() + 10;
    for (const key of ["a", "b", "a", "c"]) cache.set(key, { value: 1, expiresAt });
    expect(["a", "b", "c"].map((key) => cache.get(key))).toEqual([1, undefined, 1]);
  });
});
