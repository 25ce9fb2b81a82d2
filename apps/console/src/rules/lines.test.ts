import { expect, it } from "vitest";
import { readLines } from "./lines.ts";

it("reads the lines of a text without blanks around them, and none where there is nothing", () => {
  expect(readLines(" a \n\n\tb\r\n")).toEqual(["a", "b"]);
  expect(readLines(" \n ")).toEqual([]);
});
