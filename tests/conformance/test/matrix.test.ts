import { type ClientProfile, clientProfiles, type Way } from "@sallyport/profiles";
import type { MatrixCell } from "@sallyport/fixtures";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { type ClientHarness, startClientHarness } from "../src/client-harness.ts";
import { call, type Called } from "../src/call.ts";
import {
  askAsProgram,
  authorizationRequest,
  authorize,
  type RegisteredClient,
  enlist,
  readRegistered,
  redeem,
  refresh,
  register,
  type Wish,
} from "../src/registered-client.ts";
import { judgeAnswers } from "../src/journal.ts";
import { keepResults, type Proven } from "../src/matrix-results.ts";
import { startAll } from "../src/start-all.ts";

let harness: ClientHarness;
const proven: Proven[] = [];
beforeAll(
  startAll(async (stack) => {
    stack.defer(() => keepResults(proven));
    harness = stack.use(await startClientHarness());
  }),
);

const tokensSchema = z.object({ access_token: z.string(), refresh_token: z.string(), scope: z.string() });
type Tokens = z.infer<typeof tokensSchema>;

function readTokens({ status, json }: Called): Tokens {
  expect({ status, json }).toMatchObject({ status: 200 });
  return tokensSchema.parse(json);
}

async function obtainTokens(registeredClient: RegisteredClient, wish: Wish = {}): Promise<Tokens> {
  return readTokens(
    await redeem(harness, registeredClient, { arrival: await authorize(harness, registeredClient, wish), ...wish }),
  );
}

async function refreshOnce(registeredClient: RegisteredClient, wish: Wish & { token: string }): Promise<Called> {
  const [answer] = await refresh(harness, registeredClient, wish);
  if (answer === undefined) throw new Error("no answer");
  return answer;
}

const initialize = {
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "matrix", version: "1" } },
};

/** The MCP server takes the token, and it is for that server by its registered name. */
async function expectToken({ access_token: token }: Tokens): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, accept: "application/json, text/event-stream" };
  expect(await call(harness.mcpUrl, { json: initialize, headers })).toMatchObject({ status: 200 });
  const claims: unknown = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
  expect(claims).toMatchObject({ iss: harness.issuer, aud: expect.toSatisfy(isForDemo) });
}

function isForDemo(audience: unknown): boolean {
  return [audience].flat()[0] === harness.mcpUrl;
}

const scopesOf = ({ scope }: Pick<Tokens, "scope">) => scope.split(" ").toSorted();

async function race(registeredClient: RegisteredClient, count: number): Promise<void> {
  const { refresh_token: token } = await obtainTokens(registeredClient);
  const answers = (await refresh(harness, registeredClient, { token, count })).map(readTokens);
  const successors = new Set(answers.map(({ refresh_token }) => refresh_token));
  expect([...successors]).toEqual([expect.not.stringMatching(token)]);
  for (const answer of answers) await expectToken(answer);
  const [successor = ""] = successors;
  await expectToken(readTokens(await refreshOnce(registeredClient, { token: successor })));
}

/** The forms in which the server tells that it does not know the client. */
async function expectUnknown(registeredClient: RegisteredClient, token: string): Promise<void> {
  const { url } = authorizationRequest(harness, registeredClient);
  expect(await askAsProgram(url)).toMatchObject({ status: 400, json: { error: "invalid_client" } });
  const page = await call(url, { headers: { accept: "text/html" } });
  expect(page).toMatchObject({ status: 400, headers: { "content-type": expect.stringMatching(/^text\/html/) } });
  expect(page.headers.location).toBeUndefined();
  const refused = await refreshOnce(registeredClient, { token });
  expect(refused).toMatchObject({ status: 401, json: { error: "invalid_client" } });
}

async function comeBack({ profile, way, id, authentication }: RegisteredClient): Promise<RegisteredClient> {
  const again = await enlist(harness, profile, way);
  expect(again.id === id).toBe(way === "document" || (way === "registration" && authentication === "none"));
  return again;
}

interface Cell {
  readonly cell: MatrixCell;
  readonly title: string;
  run(registeredClient: RegisteredClient): Promise<void>;
}

const provenances: Readonly<Record<Way, string>> = {
  document: "document",
  registration: "dynamic",
  "by hand": "preregistered",
};

const cells: readonly Cell[] = [
  {
    cell: "register",
    title: "[mcp:R1 mcp:R2 mcp:R4 mcp:R5 mcp:R9 mcp:R13 mcp:5.3 mcp:5.18] comes by an id",
    async run(registeredClient) {
      const { profile, way, id } = registeredClient;
      // A document is read when its client first comes.
      if (way === "document") await obtainTokens(registeredClient);
      const known = await harness.admin.query("clients.get", { clientId: id });
      expect(known).toMatchObject({ clientId: id, provenance: provenances[way], status: "active" });
      expect(/^https?:/.test(id)).toBe(way === "document");
      if (way !== "registration") return;
      const answer = await register(harness, profile);
      const { client_name, redirect_uris } = profile.registration;
      const { registered, registration } = profile;
      const method = registered.split(" ")[0];
      const { application_type = expect.stringMatching(/^(native|web)$/) } = registration;
      const expected = { client_name, redirect_uris, application_type, token_endpoint_auth_method: method };
      const lists = { grant_types: expect.arrayContaining(["authorization_code", "refresh_token"]) };
      expect(answer).toMatchObject({ status: 201, json: { ...expected, ...lists, response_types: ["code"] } });
      const again = readRegistered(answer);
      expect(again.secret === undefined).toBe(method === "none");
      expect(again.id === id).toBe(method === "none");
    },
  },
  {
    cell: "authorize",
    title:
      "[mcp:A3 mcp:A4 mcp:R7 mcp:U2 mcp:U4 mcp:C1 mcp:C6 mcp:5.1 mcp:5.10 mcp:5.13] gets a code where it waits for it",
    async run(registeredClient) {
      const { response, state } = await authorize(harness, registeredClient);
      expect(Object.fromEntries(response)).toEqual({ code: expect.any(String), state, iss: harness.issuer });
    },
  },
  {
    cell: "token",
    title:
      "[mcp:T1 mcp:T2 mcp:T6 mcp:C13 mcp:C18 mcp:F5 mcp:S6 mcp:5.2 mcp:5.11 mcp:5.17 mcp:5.22] buys tokens that the MCP server takes",
    async run(registeredClient) {
      const tokens = await obtainTokens(registeredClient);
      const { extraScope } = registeredClient.profile;
      if (extraScope !== undefined) expect(scopesOf(tokens)).toContain(extraScope);
      await expectToken(tokens);
      await expectToken(readTokens(await refreshOnce(registeredClient, { token: tokens.refresh_token })));
    },
  },
  {
    cell: "race-2",
    title: "[mcp:F2 mcp:5.4] refreshes twice at once",
    run: (registeredClient) => race(registeredClient, 2),
  },
  {
    cell: "race-5",
    title: "[mcp:F2 mcp:5.4] refreshes five times at once",
    run: (registeredClient) => race(registeredClient, 5),
  },
  {
    cell: "narrower",
    title: "[mcp:F3 mcp:F8] refreshes for less, and has all again afterwards",
    async run(registeredClient) {
      const tokens = await obtainTokens(registeredClient, { scope: "demo:read demo:write" });
      const narrowed = readTokens(
        await refreshOnce(registeredClient, { token: tokens.refresh_token, scope: "demo:read" }),
      );
      expect(narrowed.scope).toBe("demo:read");
      await expectToken(narrowed);
      const widened = await refreshOnce(registeredClient, { token: narrowed.refresh_token, scope: "demo:read openid" });
      expect(widened).toMatchObject({ status: 400, json: { error: "invalid_scope" } });
      const next = readTokens(await refreshOnce(registeredClient, { token: narrowed.refresh_token }));
      expect(scopesOf(next)).toEqual(scopesOf(tokens));
    },
  },
  {
    cell: "no-resource",
    title: "[mcp:I4 mcp:F4 mcp:5.6] never names the resource",
    async run(registeredClient) {
      const tokens = await obtainTokens(registeredClient, { resource: undefined });
      await expectToken(tokens);
      const renewed = await refreshOnce(registeredClient, { token: tokens.refresh_token, resource: undefined });
      await expectToken(readTokens(renewed));
    },
  },
  {
    cell: "spellings",
    title: "[mcp:I2 mcp:I3 mcp:5.5] names the resource by its origin, or with a slash",
    async run(registeredClient) {
      const { origin } = new URL(harness.mcpUrl);
      const arrival = await authorize(harness, registeredClient, { resource: origin });
      const tokens = readTokens(await redeem(harness, registeredClient, { arrival, resource: `${harness.mcpUrl}/` }));
      await expectToken(tokens);
      const renewed = await refreshOnce(registeredClient, { token: tokens.refresh_token, resource: `${origin}/` });
      await expectToken(readTokens(renewed));
    },
  },
  {
    cell: "step-up",
    title: "[mcp:S2 mcp:R7 mcp:5.10 mcp:5.21] asks for one more scope, and keeps those it has",
    async run(registeredClient) {
      const before = scopesOf(await obtainTokens(registeredClient, { scope: "demo:read" }));
      expect(before).not.toContain("demo:write");
      const scope = registeredClient.profile.forgetsScopes ? "demo:write" : `${before.join(" ")} demo:write`;
      const after = await obtainTokens(registeredClient, { scope });
      expect(scopesOf(after)).toEqual([...before, "demo:write"].toSorted());
    },
  },
  {
    cell: "dead",
    title: "[mcp:A12 mcp:T4 mcp:R9 mcp:C18 mcp:5.7] is deleted, learns so, and comes back",
    async run(registeredClient) {
      const { id: clientId, way } = registeredClient;
      const { refresh_token: token } = await obtainTokens(registeredClient);
      if (way === "document") {
        await harness.admin.mutate("clients.setActive", { clientId, isActive: false });
        await expectUnknown(registeredClient, token);
      }
      await harness.admin.mutate("clients.delete", { clientId });
      if (way !== "document") await expectUnknown(registeredClient, token);
      const again = await comeBack(registeredClient);
      await expectToken(await obtainTokens(again));
      const old = await refreshOnce(again, { token });
      expect(old).toMatchObject({ status: 400, json: { error: "invalid_grant" } });
    },
  },
];

interface Entry {
  readonly profile: ClientProfile;
  readonly way: Way;
}

const entries: readonly Entry[] = clientProfiles.flatMap((profile) => profile.ways.map((way) => ({ profile, way })));

describe.each(entries)("$profile.name ($way)", ({ profile, way }) => {
  for (const { cell, title, run } of cells) {
    it(title, async () => {
      const registeredClient = await enlist(harness, profile, way);
      // The next one starts from nothing. A client whose document nobody has fetched is not there to be deleted.
      onTestFinished(async () => {
        await harness.admin.mutate("clients.delete", { clientId: registeredClient.id }).catch(() => undefined);
      });
      await run(registeredClient);
      proven.push({ profile: profile.id, way, cell });
    });
  }
});

describe("every JSON answer of all this", () => {
  it("[mcp:D10 mcp:R2 mcp:R3 mcp:T2 mcp:T3 mcp:5.16] obeys the SDK's schemas and has no empty member", () => {
    const { count, faults } = judgeAnswers();
    expect(count).toBeGreaterThan(0);
    expect(faults).toEqual([]);
  });
});
