import { expect, it } from "vitest";
import { withPresentNames } from "./client-document.ts";

it("a row of an older export file has the former name of the default resource", () => {
  const row = { clientId: "client_1", mcpServerUrl: "https://mcp.example/mcp" };
  expect(withPresentNames(row)).toEqual({ clientId: "client_1", defaultResource: "https://mcp.example/mcp" });
  const both = { ...row, defaultResource: "https://other.example/mcp" };
  expect(withPresentNames(both)).toEqual(both);
  expect(withPresentNames("no row")).toBe("no row");
});
