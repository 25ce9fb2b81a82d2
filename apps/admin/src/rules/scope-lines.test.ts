import { expect, it } from "vitest";
import { readScopeLines } from "./scope-lines.ts";

it("reads scopes with and without words", () => {
  expect(readScopeLines("files:read  See your   files\n\nfiles:write\n")).toEqual([
    { name: "files:read", description: "See your files" },
    { name: "files:write" },
  ]);
});
