import { describe, expect, it } from "vitest";
import { impliesScope, missingScopes } from "./scope-hierarchy.ts";

describe("impliesScope", () => {
  it.each([
    ["files", "files"],
    ["files", "files:read"],
    ["files", "files:read:own"],
    ["files:read", "files:read:own"],
    ["https://api.example/files", "https://api.example/files"],
  ])("[mcp:S3] lets %s be enough for %s", (granted, needed) => {
    expect(impliesScope(granted, needed)).toBe(true);
  });

  it.each([
    ["files:read", "files"],
    ["files:write", "files:read"],
    ["file", "files:read"],
    ["files", "filesystem:read"],
    ["files:", "files:read"],
    ["files", "files:"],
    ["files", "files::read"],
    ["Files", "files:read"],
    ["", ":read"],
    ["", "files"],
    ["https", "https://api.example/files"],
    ["urn", "urn:example:files"],
  ])("[mcp:S3] does not let %s be enough for %s", (granted, needed) => {
    expect(impliesScope(granted, needed)).toBe(false);
  });
});

describe("missingScopes", () => {
  it("[mcp:S3] names what no granted scope implies", () => {
    expect(missingScopes(["files", "mail:read"], ["mail:send", "files:read", "mail:read", "share"])).toEqual([
      "mail:send",
      "share",
    ]);
  });
});
