import { authorize, getTokens, testPassword } from "@sallyport/fixtures";
import type { AnyTRPCProcedure, AnyTRPCRouter } from "@trpc/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accountRouter } from "../src/account/all.ts";
import { adminRouter } from "../src/admin/all.ts";
import { type Started, start } from "./start.ts";

interface Rule {
  /** `open`: for everybody. */
  least: "open" | "viewer" | "operator" | "owner";
  /** Gets past the schema. */
  input?: unknown;
  /** No API key will do. */
  peopleOnly?: true;
  /** Nobody's session will do. */
  programsOnly?: true;
}

/** What every procedure asks of its callers. */
const rules: Record<string, Rule> = {
  "session.signIn": { least: "open", input: { email: "nobody@example.com", password: "not the password" } },
  "session.signOut": { least: "viewer", peopleOnly: true },
  "session.me": { least: "viewer", peopleOnly: true },
  "clients.create": { least: "operator", input: { clientName: "App", redirectUris: ["https://app.example/cb"] } },
  "clients.list": { least: "viewer" },
  "clients.get": { least: "viewer", input: { clientId: "nobody" } },
  "clients.update": { least: "operator", input: { clientId: "nobody", version: 1 } },
  "clients.rotateSecret": { least: "operator", input: { clientId: "nobody" } },
  "clients.revokeOldSecret": { least: "operator", input: { clientId: "nobody" } },
  "clients.export": { least: "operator" },
  "clients.import": {
    least: "operator",
    input: { document: { format: "sallyport-clients", version: 1, clients: [] } },
  },
  "clients.impact": { least: "viewer", input: { clientId: "nobody" } },
  "clients.invite": { least: "operator", input: { validSeconds: 60 } },
  "clients.setActive": { least: "operator", input: { clientId: "nobody", isActive: true } },
  "clients.delete": { least: "operator", input: { clientId: "nobody" } },
  "resources.create": { least: "operator", input: { uri: "not a uri" } },
  "resources.update": { least: "operator", input: { uri: "https://nowhere.example", version: 1 } },
  "resources.list": { least: "viewer" },
  "resources.delete": { least: "operator", input: { uri: "https://nowhere.example" } },
  "scopes.list": { least: "viewer" },
  "users.create": { least: "owner", input: { email: "x", password: "x" } },
  "users.list": { least: "viewer" },
  "users.setActive": { least: "owner", input: { userId: "nobody", isActive: true } },
  "users.resetPassword": { least: "owner", input: { userId: "nobody" } },
  "users.setPassword": { least: "owner", input: { userId: "nobody", password: "long enough" } },
  "users.signOutEverywhere": { least: "owner", input: { userId: "nobody" } },
  "audit.list": { least: "viewer" },
  "apiKeys.create": { least: "viewer", peopleOnly: true, input: { name: "CI", role: "viewer" } },
  "apiKeys.list": { least: "viewer" },
  "apiKeys.revoke": { least: "viewer", input: { keyId: "nobody" } },
  "audit.tail": { least: "viewer" },
  "keys.list": { least: "viewer" },
  "keys.rotate": { least: "operator" },
  "keys.revoke": { least: "owner", input: { kid: "nobody" } },
  "registrations.list": { least: "viewer" },
  "registrations.approve": { least: "operator", input: { clientId: "nobody" } },
  "registrations.refuse": { least: "operator", input: { clientId: "nobody" } },
  "users.get": { least: "viewer", input: { userId: "nobody" } },
  "users.update": { least: "owner", input: { userId: "nobody", version: 1 } },
  "users.exportData": { least: "owner", input: { userId: "nobody" } },
  "users.erase": { least: "owner", input: { userId: "nobody" } },
  "consents.list": { least: "viewer" },
  "consents.revoke": { least: "operator", input: { userId: "nobody", clientId: "nobody" } },
  "grants.list": { least: "viewer" },
  "grants.get": { least: "viewer", input: { grantId: "1" } },
  "grants.revoke": { least: "operator", input: { grantId: "1" } },
  "grants.revokeAll": { least: "owner", input: { clientId: "nobody" } },
  "tokens.inspect": { least: "viewer", input: { token: "nothing" } },
  "tokens.revoke": { least: "operator", input: { token: "nothing" } },
  "sessions.list": { least: "viewer", input: { userId: "nobody" } },
  "sessions.revoke": { least: "operator", input: { userId: "nobody", sessionId: "1" } },
  "explain.get": { least: "viewer", input: { errorId: "err_00000000" } },
  "explain.simulate": { least: "viewer", input: { kind: "token", parameters: {} } },
  "interactions.get": { least: "operator", programsOnly: true, input: { interactionId: "x" } },
  "interactions.approve": { least: "operator", programsOnly: true, input: {} },
  "interactions.deny": { least: "operator", programsOnly: true, input: { interactionId: "x" } },
  "settings.effective": { least: "viewer" },
  "system.stats": { least: "viewer" },
  "system.status": { least: "viewer" },
};

const ranks = ["viewer", "operator", "owner"] as const;
const procedures = proceduresOf(adminRouter);

/** Read off the router itself, which knows its procedures by their full names at run time. */
function proceduresOf({ _def }: AnyTRPCRouter): { path: string; method: "GET" | "POST" }[] {
  const known = _def.procedures as Record<string, AnyTRPCProcedure>;
  return Object.entries(known).map(([path, procedure]) => ({
    path,
    method: procedure._def.type === "mutation" ? "POST" : "GET",
  }));
}

let started: Started;
const callers: Record<string, { cookie?: string; headers?: Record<string, string> }> = {};

beforeAll(async () => {
  // What would last ends at once; and everything that a server may have is there.
  const config = { frontendUrl: "https://front.example" };
  started = await start({ config, closing: AbortSignal.abort() });
  const { test } = started;
  const { visitor } = await authorize(test, test.pub);
  const { access_token: token } = await getTokens(test, test.pub);
  callers["nobody"] = {};
  callers["an ordinary person"] = { cookie: `sp_session=${visitor.session}` };
  callers["an ordinary person's cookie under the other name"] = { cookie: `sp_admin=${visitor.session}` };
  callers["an OAuth access token"] = bearer(token as string);
  for (const role of ranks) callers[role] = { cookie: await started.cookieOf(role) };
  callers["an expired API key"] = bearer(await started.keyOf("owner", 60));
  test.clock.advance(60);
  const revoked = await started.keyOf("owner");
  await test.provider.manage.apiKeys.revoke((await test.provider.manage.apiKeys.list({ limit: 1 })).items[0]?.id ?? "");
  callers["a revoked API key"] = bearer(revoked);
  callers["an API key that is cut short"] = bearer((await started.keyOf("owner")).slice(0, -1));
  for (const role of ranks) callers[`${role}'s API key`] = bearer(await started.keyOf(role));
  const both = bearer(await started.keyOf("owner"));
  callers["an API key beside a cookie"] = { ...both, ...callers["owner"] };
  callers["an OAuth access token beside a cookie"] = { ...bearer(token as string), ...callers["owner"] };
  callers["an owner's cookie from another site"] = { ...callers["owner"], headers: { origin: "https://evil.example" } };
  const foreign = { ...both.headers, origin: "https://evil.example" };
  callers["an owner's API key from another site"] = { headers: foreign };
});
afterAll(() => started[Symbol.asyncDispose]());

function bearer(text: string): { headers: Record<string, string> } {
  return { headers: { authorization: `Bearer ${text}` } };
}

const unknown = { status: 401, code: "unauthenticated" };
const outsiders = [
  { caller: "nobody", ...unknown },
  { caller: "an ordinary person", status: 403, code: "forbidden" },
  { caller: "an ordinary person's cookie under the other name", ...unknown },
  { caller: "an OAuth access token", ...unknown },
  { caller: "an expired API key", ...unknown },
  { caller: "a revoked API key", ...unknown },
  { caller: "an API key that is cut short", ...unknown },
];
/** Refused whatever the procedure is, also where it is for everybody. */
const intruders = [
  { caller: "an API key beside a cookie", status: 400, code: "invalid_input" },
  { caller: "an OAuth access token beside a cookie", status: 400, code: "invalid_input" },
  { caller: "an owner's cookie from another site", status: 403, code: "forbidden" },
  { caller: "an owner's API key from another site", status: 403, code: "forbidden" },
];

describe("the admin router", () => {
  it("[attack:A211 asvs:8.2.1] has a rule for every procedure", () => {
    expect(Object.keys(rules).toSorted()).toEqual(procedures.map(({ path }) => path).toSorted());
  });

  describe.each(procedures)("$path", ({ path, method }) => {
    const call = async (caller: string) =>
      await started.admin(path, { method, input: rules[path]?.input, ...callers[caller] });

    it.each(intruders)(
      "[attack:A211 attack:A213 attack:A221] is $status for $caller",
      async ({ caller, status, code }) => {
        const answer = await call(caller);
        expect(answer.status).toBe(status);
        expect(answer.error?.data).toMatchObject({ sallyportCode: code });
      },
    );
  });

  describe.each(procedures.filter(({ path }) => rules[path]?.least !== "open"))("$path", ({ path, method }) => {
    const { least, input, peopleOnly, programsOnly } = rules[path] ?? { least: "owner" };
    const call = async (caller: string) => await started.admin(path, { method, input, ...callers[caller] });
    const isEnough = (role: (typeof ranks)[number]) => ranks.findIndex((rank) => rank === least) <= ranks.indexOf(role);

    it.each(outsiders)(
      "[seed:S66 mcp:I8 attack:A165 attack:A211] is $status for $caller",
      async ({ caller, status, code }) => {
        const answer = await call(caller);
        expect(answer.status).toBe(status);
        expect(answer.error?.data).toMatchObject({ sallyportCode: code });
      },
    );

    // Signing out would end the sessions of the others; it has a test of its own.
    it.each(path === "session.signOut" ? [] : ranks)(
      "[seed:S66 seed:D152 attack:A211 asvs:8.2.1] is judged by role for a %s",
      async (role) => {
        const answer = await call(role);
        if (isEnough(role) && programsOnly !== true) expect([200, 400, 404]).toContain(answer.status);
        else expect(answer.error?.data).toMatchObject({ sallyportCode: "forbidden" });
      },
    );

    it.each(ranks)("[seed:S66 attack:A211] is judged by role for a %s's API key", async (role) => {
      const answer = await call(`${role}'s API key`);
      if (isEnough(role) && peopleOnly !== true) expect([200, 400, 404]).toContain(answer.status);
      else expect(answer.error?.data).toMatchObject({ sallyportCode: "forbidden" });
    });
  });

  it.each(ranks)("[seed:S66 attack:A211] lets a %s sign out", async (role) => {
    const input = { email: `${role}@example.com`, password: testPassword };
    const { headers } = await started.admin("session.signIn", { method: "POST", input });
    const [cookie] = headers.get("set-cookie")?.split(";") ?? [];
    expect((await started.admin("session.me", { cookie })).status).toBe(200);
    expect((await started.admin("session.signOut", { method: "POST", cookie })).status).toBe(200);
    expect((await started.admin("session.me", { cookie })).status).toBe(401);
  });

  it("[seed:S66] gives a wrong password and an ordinary person's right one the same answer at sign-in", async () => {
    const call = { method: "POST" as const };
    const wrong = await started.admin("session.signIn", { ...call, input: rules["session.signIn"]?.input });
    const right = { email: "alice@example.com", password: "correct horse battery" };
    const ordinary = await started.admin("session.signIn", { ...call, input: right });
    expect([wrong.status, ordinary.status]).toEqual([401, 401]);
    expect(ordinary.error).toEqual(wrong.error);
    expect(ordinary.headers.get("set-cookie")).toBeNull();
  });
});

describe("the account router", () => {
  it.each(proceduresOf(accountRouter))(
    "[seed:S69 attack:A211] has $path for people who are signed in",
    async ({ path, method }) => {
      const call = { method, input: { clientId: "nobody" } };
      for (const caller of ["nobody", "an OAuth access token", "owner"]) {
        const answer = await started.account(path, { ...call, ...callers[caller] });
        expect(answer.error?.data).toMatchObject({ sallyportCode: "unauthenticated", httpStatus: 401 });
      }
    },
  );
});
