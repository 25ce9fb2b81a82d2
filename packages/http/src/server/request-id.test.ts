import { expect, it } from "vitest";
import { createRequestId } from "./request-id.ts";

it("[seed:D174] names requests by UUIDs of version 7, which begin with the time", () => {
  const before = Date.now();
  const ids = Array.from({ length: 100 }, createRequestId);
  expect(new Set(ids).size).toBe(100);
  for (const id of ids) {
    expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    const time = Number.parseInt(id.replace("-", "").slice(0, 12), 16);
    expect(time).toBeGreaterThanOrEqual(before);
    expect(time).toBeLessThanOrEqual(Date.now());
  }
});
