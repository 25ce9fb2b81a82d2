import { describe, expect, it } from "vitest";
import { compact } from "./compact.ts";

describe("compact", () => {
  it("leaves out what is undefined, and nothing else", () => {
    const made = compact({ a: undefined, b: null, c: 0, d: "" });
    expect(Object.keys(made)).toEqual(["b", "c", "d"]);
  });

  it("gives members that may be undefined as optional", () => {
    const wanted: { name: string; logoUri?: string } = compact({ name: "n", logoUri: undefined as string | undefined });
    expect(wanted).toStrictEqual({ name: "n" });
  });
});
