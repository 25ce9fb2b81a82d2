import { describe, expect, it } from "vitest";
import { parseToolScopes } from "./tool-scopes.ts";

const call = (name: string) => ({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name } });

describe("parseToolScopes", () => {
  it("[mcp:H15] gives a tool its own scopes, all others those of *, and everything else none", () => {
    const { all, others, scopesFor } = parseToolScopes({ write: ["files:write"], free: [], "*": ["files:read"] });
    expect(all).toEqual(["files:write", "files:read"]);
    expect(others).toEqual(["files:read"]);
    expect(scopesFor(call("write"))).toEqual(["files:write"]);
    expect(scopesFor(call("free"))).toEqual([]);
    expect(scopesFor(call("toString"))).toEqual(["files:read"]);
    expect(scopesFor([call("free"), call("write")])).toEqual(["files:write"]);
    expect(scopesFor({ jsonrpc: "2.0", id: 1, method: "tools/list" })).toEqual([]);
  });

  it.each([
    [[], "object"],
    [null, "object"],
    [{ write: "files:write" }, '"write"'],
    [{ read: ["files"], write: ["files", "a b"] }, '"write": entry 1'],
    [{ write: [7] }, '"write": entry 0'],
    [{ write: ["offline_access"] }, '"write"'],
  ])("names the member at fault in %j", (document, member) => {
    expect(() => parseToolScopes(document)).toThrow(TypeError);
    expect(() => parseToolScopes(document)).toThrow(member);
  });
});
