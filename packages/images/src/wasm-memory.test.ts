import { describe, expect, it } from "vitest";
import { limitMemory } from "./wasm-memory.ts";

const page = 65_536;

/** A module with a memory of one page, exported as `m`, and a custom section before it. */
function moduleWith(limits: readonly number[]): Uint8Array {
  const memory = [5, limits.length + 1, 1, ...limits];
  return Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 0, 2, 1, 0x78, ...memory, 7, 5, 1, 1, 0x6d, 2, 0);
}

describe("limitMemory", () => {
  it.each([
    ["without a maximum", [0, 1]],
    ["with a larger one", [1, 1, 100]],
  ])("[attack:A160] stops the memory of a module %s at the limit", (_name, limits) => {
    const limited = limitMemory(moduleWith(limits), 3 * page + 5);
    expect(Buffer.from(limited)).toEqual(Buffer.from(moduleWith([1, 1, 3])));
  });

  it("refuses a module that needs more from the start, or has no memory of its own", () => {
    expect(() => limitMemory(moduleWith([0, 4]), 3 * page)).toThrow("262144 bytes from the start");
    expect(() => limitMemory(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0), page)).toThrow("no memory");
  });
});
