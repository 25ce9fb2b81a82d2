import { describe, expect, it } from "vitest";
import { readScopeLines, toScopeLines } from "./scope-lines.ts";

describe("scopes as lines", () => {
  it("have label or none", () => {
    expect(readScopeLines("files:read  See your   files\n\nfiles:write\n")).toEqual([
      { name: "files:read", description: "See your files" },
      { name: "files:write" },
    ]);
  });

  it("keep what no line can say, and lose the words that were taken away", () => {
    const known = [{ name: "files:write", description: "Write", roles: ["owner"] }, { name: "old" }];
    expect(readScopeLines("files:write\nnew", known)).toEqual([
      { name: "files:write", roles: ["owner"] },
      { name: "new" },
    ]);
  });

  it("come back as they were", () => {
    const scopes = [{ name: "files:read", description: "See your files" }, { name: "files:write" }];
    expect(readScopeLines(toScopeLines(scopes))).toEqual(scopes);
  });
});
