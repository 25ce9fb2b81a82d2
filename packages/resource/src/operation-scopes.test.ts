import { describe, expect, it } from "vitest";
import { scopesForOperations, scopesForTools } from "./operation-scopes.ts";

const scopesFor = scopesForTools({ write_note: ["notes:write"], share: ["notes:write", "notes:share"], whoami: [] });
const call = (name: unknown) => ({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name, arguments: {} } });
const everything = ["notes:write", "notes:share"];

describe("scopesForTools", () => {
  it("[mcp:H15] names the scopes of the tool that is called", () => {
    expect(scopesFor(call("write_note"))).toEqual(["notes:write"]);
    expect(scopesFor(call("share"))).toEqual(everything);
    expect(scopesFor(call("whoami"))).toEqual([]);
    expect(scopesFor(call("another"))).toEqual([]);
  });

  it("[mcp:H15] counts each call of a batch, each scope once", () => {
    expect(scopesFor([call("whoami"), call("write_note"), call("share")])).toEqual(everything);
  });

  it("[mcp:H15] asks nothing for other messages", () => {
    expect(scopesFor({ jsonrpc: "2.0", id: 1, method: "tools/list" })).toEqual([]);
    expect(scopesFor({ jsonrpc: "2.0", method: "notifications/initialized" })).toEqual([]);
    expect(scopesFor({ jsonrpc: "2.0", id: 1, result: {} })).toEqual([]);
  });

  it.each<[string, unknown]>([
    ["no body", undefined],
    ["an empty object", {}],
    ["text", '{"method":"tools/call"}'],
    ["a call without a name", { jsonrpc: "2.0", id: 1, method: "tools/call" }],
    ["a call with a list as its name", call(["write_note"])],
    ["a batch with something else in it", [call("whoami"), {}]],
    ["a batch in a batch", [[call("write_note")]]],
  ])("[mcp:H15] does not know what %s needs", (_, body) => {
    expect(scopesFor(body)).toBeUndefined();
  });

  it.each(["constructor", "__proto__", "toString"])("[mcp:H15] takes %s for a tool like any other", (name) => {
    expect(scopesFor(call(name))).toEqual([]);
  });
});

describe("scopesForOperations", () => {
  const forAll = scopesForOperations({
    tools: {
      write_note: { scopes: ["notes:write"], description: "Keeps a note" },
      whoami: { description: "Says who" },
    },
    prompts: { summary: ["notes:read"] },
    resources: { "notes://all": ["notes:read"] },
    methods: { "tools/call": ["tools"], "resources/list": { scopes: ["notes:list"] } },
  });
  const message = (method: string, params?: unknown) => ({ jsonrpc: "2.0", id: 1, method, params });

  it.each<[string, unknown, string[]]>([
    ["tools by name, from their definitions", call("write_note"), ["tools", "notes:write"]],
    ["a definition without scopes", call("whoami"), ["tools"]],
    ["prompts by name", message("prompts/get", { name: "summary" }), ["notes:read"]],
    ["resources by URI", message("resources/read", { uri: "notes://all" }), ["notes:read"]],
    ["methods", message("resources/list"), ["notes:list"]],
    ["nothing else", message("resources/read", { uri: "notes://other" }), []],
  ])("[mcp:H15] knows %s", (_, body, scopes) => {
    expect(forAll(body)).toEqual(scopes);
  });

  it("[mcp:H15] does not take one kind of name for another", () => {
    expect(forAll(message("prompts/get", { name: "write_note" }))).toEqual([]);
    expect(forAll(message("resources/read", { name: "notes://all" }))).toBeUndefined();
    expect(forAll(message("prompts/get"))).toBeUndefined();
  });

  it("[mcp:H15] has scopes for the tools that are not named, and for them only", () => {
    const others = scopesForOperations({ tools: { free: [], write: ["write"] }, otherTools: { scopes: ["any"] } });
    expect(others(call("other"))).toEqual(["any"]);
    expect(others(call("toString"))).toEqual(["any"]);
    expect(others(call("free"))).toEqual([]);
    expect(others(call("write"))).toEqual(["write"]);
    expect(others(message("prompts/get", { name: "other" }))).toEqual([]);
  });
});
