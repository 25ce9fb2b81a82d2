import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { startBearerForwarder } from "../src/bearer-forwarder.ts";
import { startSessions, startStateless } from "../src/everything/start.ts";
import { type Protected, protectServer } from "../src/protected.ts";
import { runServerScenarios, type ScenarioChecks } from "../src/server-scenarios.ts";
import { startAll } from "../src/start-all.ts";

// The official tool takes some seconds for all scenarios of a revision, twice.
const timeout = 120_000;

/** What the tools of the scenarios need. */
const tools = { test_image_content: ["images"], "*": ["use"] };

const revisions = [
  {
    revision: "2025-11-25",
    start: startSessions,
    scenarios: ["server-session-lifecycle", "server-sse-polling", "server-sse-multiple-streams", "tools-call-sampling"],
  },
  {
    revision: "2026-07-28",
    start: startStateless,
    scenarios: ["server-stateless", "server-sse-multiple-streams", "http-header-validation", "caching"],
  },
];

const passed = expect.objectContaining({ status: "SUCCESS" });

/** SDK v1 cannot list that tool, and v2 need not. */
const notOffered = ["json-schema-2020-12-tool-found"];

describe.each(revisions)("a server that has everything of MCP $revision", ({ revision, start, scenarios }) => {
  let shielded: Protected;
  beforeAll(
    startAll(async (stack) => {
      const everything = stack.use(await start());
      shielded = stack.use(await protectServer(everything.url, tools));
    }),
  );

  it(
    "passes the official conformance tool behind the proxy wherever it does without",
    async () => {
      const open = await runServerScenarios({ url: shielded.openUrl, revision });
      expect(shortcomingsOf(open)).toEqual(notOffered);
      for (const name of scenarios) expect([name, open[name]]).toEqual([name, expect.arrayContaining([passed])]);
      await using forwarder = await startBearerForwarder(shielded.url, shielded.accessToken);
      expect(await runServerScenarios({ url: forwarder.url, revision })).toEqual(open);
    },
    timeout,
  );

  const call = (name: string, headers: Readonly<Record<string, string>> = {}) =>
    fetch(shielded.url, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json", accept: "application/json, text/event-stream" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name, arguments: {} } }),
    });

  it("[mcp:H2 mcp:H9] is not reached without a token, and the 401 says where to get one", async () => {
    const response = await call("test_simple_text");
    expect(response.status).toBe(401);
    const [, metadata = ""] = /resource_metadata="([^"]*)"/.exec(response.headers.get("www-authenticate") ?? "") ?? [];
    expect(await (await fetch(metadata)).json()).toMatchObject({ resource: shielded.url });
  });

  it("[mcp:H8 mcp:H9] does not run a tool that needs more than the token has, and the 403 says what", async () => {
    const issued = await shielded.control.mutate("tokens.issue", { person: "alice", scope: "use" });
    const { accessToken } = z.object({ accessToken: z.string() }).parse(issued);
    const response = await call("test_image_content", { authorization: `Bearer ${accessToken}` });
    expect(response.status).toBe(403);
    expect(response.headers.get("www-authenticate")).toMatch(/error="insufficient_scope", scope="use images"/);
  });
});

/** The ids of the checks that were not passed. */
function shortcomingsOf(checks: ScenarioChecks): string[] {
  return Object.values(checks).flatMap((all) => all.filter(({ status }) => status !== "SUCCESS").map(({ id }) => id));
}
