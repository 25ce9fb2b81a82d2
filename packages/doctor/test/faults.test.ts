import { clientProfiles } from "@sallyport/profiles";
import { describe, expect, it } from "vitest";
import { checks, examine, type Report } from "../src/index.ts";
import { cases } from "./faults.ts";
import { account } from "./fixture-authorize.ts";
import { type Fixture, type FixtureOptions, startFixture } from "./fixture.ts";

async function report(fixture: Fixture): Promise<Report> {
  const options = { mcpUrl: fixture.site.mcpUrl, mayRegister: true, account, tool: "write", timeoutMs: 5_000 };
  const reach = (url: string, init: RequestInit) =>
    fetch(url.replace(/^http:\/\/mcp\.test(?=\/)/, `http://127.0.0.1:${fixture.port}`), init);
  const examination = await examine(options, { fetch: reach });
  if (examination.kind !== "examined") throw new Error(examination.why);
  return examination.report;
}

async function examineFixture(options?: FixtureOptions): Promise<Report> {
  await using fixture = await startFixture(options);
  return await report(fixture);
}

function named({ checks: reports }: Report): readonly string[] {
  return reports.flatMap(({ id, finding }) => (finding.kind === "passed" || finding.kind === "skipped" ? [] : [id]));
}

describe("a healthy server", { timeout: 30_000 }, () => {
  it("passes every check, and every client that can reach it may come", async () => {
    const healthy = await examineFixture();
    const skipped = healthy.checks.filter(({ finding }) => finding.kind === "skipped").map(({ id }) => id);
    expect(named(healthy)).toEqual([]);
    expect(skipped).toEqual(["register-secret-expiry"]);
    expect(healthy.isHealthy).toBe(true);
    expect(healthy.clients.map(({ answer }) => answer)).not.toContain("no");
    expect(healthy.clients).toHaveLength(clientProfiles.length);
  });
});

// Quick alone, but not on a busy machine.
describe("one fault", { timeout: 30_000 }, () => {
  it.each(checks.map(({ id }) => id))("is named by %s alone", async (id) => {
    const { fault, also = [], mcpOrigin } = cases[id];
    const found = await examineFixture({ fault, mcpOrigin });
    expect(new Set(named(found))).toEqual(new Set([id, ...also]));
  });
});
