import { describe, expect, it } from "vitest";
import { canonicalResource, isSameResource } from "./resource-uri.ts";
import { resourceVectors } from "./resource-uri.vectors.ts";

describe("canonicalResource", () => {
  it.each(resourceVectors)("[mcp:I2] agrees with the vector: $why", ({ text, canonical }) => {
    expect(canonicalResource(text)).toBe(canonical);
  });

  it.each(resourceVectors)("[mcp:I2] leaves what it has made as it is: $why", ({ canonical }) => {
    if (canonical !== undefined) expect(canonicalResource(canonical)).toBe(canonical);
  });

  it("[attack:A111] takes no longer for hostile text", () => {
    expect(canonicalResource(`https://${"a.".repeat(1_000)}!`)).toBeUndefined();
    expect(canonicalResource(`https://h${"/a%2F".repeat(400)}%`)).toBeUndefined();
  });
});

describe("isSameResource", () => {
  it("[mcp:I2 attack:A111] holds for spellings that differ in case, default port and one slash", () => {
    expect(isSameResource("HTTPS://MCP.example:443/mcp/", "https://mcp.example/mcp")).toBe(true);
    expect(isSameResource("https://mcp.example/", "https://mcp.example")).toBe(true);
  });

  it.each([
    ["https://mcp.example/mcp", "https://mcp.example/mcp2"],
    ["https://mcp.example/mcp", "https://mcp.example"],
    ["https://mcp.example/mcp", "http://mcp.example/mcp"],
    ["https://mcp.example/mcp", "https://mcp.example.evil.example/mcp"],
    ["https://mcp.example/mcp", "https://mcp.example/mcp?x"],
    ["https://mcp.example/mcp", "https://mcp.example./mcp"],
    ["http://127.0.0.1/mcp", "http://localhost/mcp"],
  ])("[mcp:I2 attack:A111] does not hold for %s and %s", (a, b) => {
    expect(isSameResource(a, b)).toBe(false);
  });

  it("[mcp:I2] never holds for texts that are no resource indicators, equal ones included", () => {
    expect(isSameResource("mcp", "mcp")).toBe(false);
    expect(isSameResource("https://mcp.example/#a", "https://mcp.example/#a")).toBe(false);
  });
});
