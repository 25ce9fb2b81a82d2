import { describe, expect, it } from "vitest";
import { keepsPromise, promisedMessage } from "./mcp-headers.ts";

const call = { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "write_note" } };
const encoded = (text: string) => `=?base64?${Buffer.from(text).toString("base64")}?=`;

describe("promisedMessage", () => {
  it.each<[string, string | undefined, unknown]>([
    ["tools/call", "write_note", { jsonrpc: "2.0", method: "tools/call", params: { name: "write_note" } }],
    ["prompts/get", encoded("résumé"), { jsonrpc: "2.0", method: "prompts/get", params: { name: "résumé" } }],
    ["resources/read", "notes://all", { jsonrpc: "2.0", method: "resources/read", params: { uri: "notes://all" } }],
    ["tools/list", undefined, { jsonrpc: "2.0", method: "tools/list" }],
    ["tools/list", "ignored", { jsonrpc: "2.0", method: "tools/list" }],
    ["tools/call", undefined, { jsonrpc: "2.0", method: "tools/call" }],
    ["tools/call", "=?base64?!?=", { jsonrpc: "2.0", method: "tools/call" }],
  ])("[mcp:H15] reads Mcp-Method %s and Mcp-Name %s", (method, name, message) => {
    expect(promisedMessage({ method, name })).toEqual(message);
  });

  it("[mcp:H15] reads nothing without a method", () => {
    expect(promisedMessage({ method: undefined, name: "write_note" })).toBeUndefined();
  });
});

describe("keepsPromise", () => {
  it.each<[string | undefined, string | undefined]>([
    [undefined, undefined],
    ["tools/call", undefined],
    ["tools/call", "write_note"],
    ["tools/call", " write_note "],
    [undefined, "write_note"],
    ["tools/call", encoded("write_note")],
  ])("[mcp:H15] holds for Mcp-Method %s and Mcp-Name %s", (method, name) => {
    expect(keepsPromise({ method, name }, call)).toBe(true);
  });

  it.each<[string | undefined, string | undefined]>([
    ["tools/list", undefined],
    ["Tools/Call", "write_note"],
    ["tools/call, tools/list", "write_note"],
    ["tools/call", "whoami"],
    ["tools/call", "WRITE_NOTE"],
    [undefined, "whoami"],
    ["tools/call", encoded("whoami")],
    ["tools/call", "=?base64?AA=A?="],
    ["tools/call", "=?base64?/w==?="],
    ["tools/call", ""],
  ])("[mcp:H15] does not hold for Mcp-Method %s and Mcp-Name %s", (method, name) => {
    expect(keepsPromise({ method, name }, call)).toBe(false);
  });

  it("[mcp:H15] does not hold for a batch, a response or rubbish", () => {
    for (const body of [[call], { jsonrpc: "2.0", id: 1, result: {} }, "rubbish", undefined]) {
      expect(keepsPromise({ method: "tools/call", name: undefined }, body)).toBe(false);
    }
  });

  it("[mcp:H15] pays no attention to a name where none belongs", () => {
    const list = { jsonrpc: "2.0", id: 1, method: "tools/list" };
    expect(keepsPromise({ method: "tools/list", name: "x" }, list)).toBe(true);
  });
});
