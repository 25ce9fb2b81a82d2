import { describe, expect, it } from "vitest";
import { readChoice, readText } from "./search.ts";

describe("the query of an address", () => {
  it("gives a text, also where it looks like a number", () => {
    expect(readText({ id: "err_1" }, "id")).toEqual({ id: "err_1" });
    expect(readText({ id: 12 }, "id")).toEqual({ id: "12" });
  });

  it.each([{}, { id: "" }, { id: ["a"] }, { id: null }])("gives no text for %j", (search) => {
    expect(readText(search, "id")).toEqual({});
  });

  it("gives a choice that exists, and no other", () => {
    const choices = { on: 1, off: 2 };
    expect(readChoice({ is: "on" }, "is", choices)).toEqual({ is: "on" });
    expect(readChoice({ is: "toString" }, "is", choices)).toEqual({});
    expect(readChoice({ is: 1 }, "is", choices)).toEqual({});
  });
});
