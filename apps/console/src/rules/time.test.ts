import { describe, expect, it } from "vitest";
import { formatDistance, formatDuration } from "./time.ts";

const now = new Date("2026-05-04T12:00:00Z");
const at = (seconds: number) => new Date(now.getTime() + seconds * 1000);

describe("a distance in time", () => {
  it.each([
    [0, "just now"],
    [-59, "just now"],
    [-60, "1 minute ago"],
    [-3 * 3600 - 100, "3 hours ago"],
    [-86_400, "yesterday"],
    [2 * 86_400, "in 2 days"],
    [-400 * 86_400, "last year"],
  ])("of %i seconds reads %s", (seconds, label) => {
    expect(formatDistance(at(seconds), now)).toBe(label);
  });
});

describe("a duration", () => {
  it.each([
    [0, "0 s"],
    [59, "59 s"],
    [900, "15 min"],
    [3_600, "1 h"],
    [86_400, "1 day"],
    [30 * 86_400, "30 days"],
    [3_601, "3601 s"],
  ])("of %i seconds reads %s", (seconds, label) => {
    expect(formatDuration(seconds)).toBe(label);
  });
});
