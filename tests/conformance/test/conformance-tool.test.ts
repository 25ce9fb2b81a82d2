import { expect, it } from "vitest";
import { runConformanceTool } from "../src/conformance-tool.ts";
import { createPerson } from "../src/browser-person.ts";
import { startServe } from "../src/program.ts";

const everyScenario = [
  "authorization-code-grant",
  "authorization-server-metadata",
  "authorization-server-metadata-cimd",
];

// Starts nine programs, one after the other.
const timeout = 60_000;

it.each(["", "/tenant1"])(
  "[mcp:D2] the official conformance tool finds no fault with the issuer path '%s'",
  async (issuerPath) => {
    await using served = await startServe(issuerPath);
    for (const type of ["public", "confidential"] as const) {
      const client = await served.createClient({ type });
      // The tool uses a secret only where `none` is not on offer.
      served.front.hidesNone = type === "confidential";
      for (const resource of [undefined, served.mcpUrl]) {
        const person = createPerson(served.account);
        const checks = await runConformanceTool({ issuer: served.issuer, client, resource, person });
        expect(checks.filter(({ status }) => status === "FAILURE")).toEqual([]);
        const passed = checks.filter(({ status }) => status === "SUCCESS").map(({ id }) => id);
        expect(passed.toSorted()).toEqual(everyScenario);
      }
    }
  },
  timeout,
);
