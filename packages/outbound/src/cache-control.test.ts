import { describe, expect, it } from "vitest";
import { readMaxAge } from "./cache-control.ts";

describe("readMaxAge", () => {
  it.each([
    [undefined, undefined],
    ["", undefined],
    ["public", undefined],
    ["max-age=", undefined],
    ["max-age=-1", undefined],
    ["max-age=1.5", undefined],
    ["x-max-age=5", undefined],
    ["s-maxage=5", undefined],
    ["max-age=0", 0],
    ["max-age=300", 300],
    ["public, Max-Age=300, immutable", 300],
    ['max-age="300"', 300],
    ["max-age=300, max-age=60", 60],
    ["max-age=99999999999999999999999", 2 ** 31 - 1],
    ["no-store", 0],
    ["no-cache, max-age=300", 0],
    ['max-age=300, no-cache="set-cookie"', 0],
  ])("[mcp:C10] reads %j as %j", (header, seconds) => {
    expect(readMaxAge(header)).toBe(seconds);
  });
});
