import { authorize, getTokens, introspect, type TestProvider } from "@sallyport/fixtures";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Answer, type Started, start } from "./start.ts";

let started: Started;
let test: TestProvider;
let owner: string;

beforeEach(async () => {
  started = await start();
  ({ test } = started);
  owner = await started.cookieOf("owner");
});
afterEach(() => started[Symbol.asyncDispose]());

const query = (path: string, input?: object): Promise<Answer> => started.admin(path, { cookie: owner, input });
const mutate = (path: string, input: object): Promise<Answer> =>
  started.admin(path, { method: "POST", cookie: owner, input });

async function itemsOf(path: string, input?: object): Promise<Record<string, unknown>[]> {
  return ((await query(path, input)).data as { items: Record<string, unknown>[] }).items;
}

describe("users", () => {
  it("are shown with what they hold, and changed in the version that was seen", async () => {
    await authorize(test, test.pub);
    const { id: userId } = test.alice;
    const { data } = await query("users.get", { userId });
    expect(data).toMatchObject({ email: "alice@example.com", version: 1, sessionCount: 1, consentCount: 1 });
    const changed = await mutate("users.update", { userId, version: 1, name: "Alice B.", role: "viewer" });
    expect(changed.data).toMatchObject({ name: "Alice B.", role: "viewer", version: 2 });
    const late = await mutate("users.update", { userId, version: 1, name: null });
    expect(late.error?.data).toMatchObject({ sallyportCode: "conflict", httpStatus: 412, field: "version" });
    expect((await query("users.get", { userId })).data).toMatchObject({ name: "Alice B." });
  });

  it("keep their last owner", async () => {
    const [{ userId, version }] = (await itemsOf("users.list", { role: "owner" })) as [
      { userId: string; version: number },
    ];
    for (const refused of [
      await mutate("users.update", { userId, version, role: "operator" }),
      await mutate("users.setActive", { userId, isActive: false }),
      await mutate("users.erase", { userId }),
    ]) {
      expect(refused.error?.data).toMatchObject({ sallyportCode: "forbidden" });
    }
    expect((await query("session.me")).status).toBe(200);
  });

  it("[attack:A219] are exported without what opens anything, and erased", async () => {
    const { id: userId } = test.alice;
    const { access_token: token } = await getTokens(test, test.bas);
    const { text, data } = await query("users.exportData", { userId });
    expect(data).toMatchObject({ user: { email: "alice@example.com" }, grants: [{ clientId: test.bas.id }] });
    expect(text).not.toMatch(/passwordHash|familyHash|currentHash|fast:/);
    expect((await mutate("users.erase", { userId })).status).toBe(200);
    expect((await query("users.get", { userId })).error?.data).toMatchObject({ sallyportCode: "not_found" });
    expect(await introspect(test, token)).toEqual({ active: false });
  });
});

describe("consents", () => {
  it("[seed:D156] of anybody are seen and revoked by operators", async () => {
    const { access_token: token } = await getTokens(test, test.bas);
    await getTokens(test, test.pub);
    const userId = test.alice.id;
    expect(await itemsOf("consents.list")).toHaveLength(2);
    expect(await itemsOf("consents.list", { userId, clientId: test.bas.id })).toMatchObject([
      { userEmail: "alice@example.com", clientName: "Confidential", grantedScopes: ["openid", "profile", "email"] },
    ]);
    expect((await mutate("consents.revoke", { userId, clientId: test.bas.id })).status).toBe(200);
    expect(await itemsOf("consents.list", { userId })).toMatchObject([{ clientId: test.pub.id }]);
    expect(await introspect(test, token)).toEqual({ active: false });
    const again = await mutate("consents.revoke", { userId, clientId: test.bas.id });
    expect(again.error?.data).toMatchObject({ sallyportCode: "not_found" });
  });
});

describe("grants", () => {
  it("are listed by filters, shown, and ended one by one or all together", async () => {
    const { access_token: first } = await getTokens(test, test.bas);
    const { access_token: second } = await getTokens(test, test.bas);
    const [newest, oldest] = await itemsOf("grants.list", { clientId: test.bas.id, isAlive: true });
    expect(newest).toMatchObject({ state: "alive", userEmail: "alice@example.com", hasRefreshToken: true });
    const grantId = oldest?.["grantId"];
    expect((await mutate("grants.revoke", { grantId })).status).toBe(200);
    expect((await query("grants.get", { grantId })).data).toMatchObject({ state: "revoked", revokedReason: "admin" });
    expect(await introspect(test, first)).toEqual({ active: false });
    expect(await introspect(test, second)).toMatchObject({ active: true });
    expect(await itemsOf("grants.list", { isAlive: false })).toMatchObject([{ grantId }]);
    expect((await mutate("grants.revokeAll", { clientId: test.bas.id })).status).toBe(200);
    expect(await introspect(test, second)).toEqual({ active: false });
    expect(await itemsOf("grants.list", { isAlive: true })).toEqual([]);
    const both = await mutate("grants.revokeAll", { clientId: test.bas.id, userId: test.alice.id });
    expect(both.error?.data).toMatchObject({ sallyportCode: "invalid_input" });
  });
});

describe("tokens", () => {
  it("[attack:A219] are told about without being shown or logged, and ended", async () => {
    const { access_token: access, refresh_token: token } = (await getTokens(test, test.bas)) as Record<string, string>;
    const inspected = await mutate("tokens.inspect", { token });
    expect(inspected.data).toMatchObject({ kind: "refresh_token", isActive: true, clientId: test.bas.id });
    expect((await mutate("tokens.inspect", { token: access })).data).toMatchObject({ claims: { sub: test.alice.id } });
    expect((await mutate("tokens.revoke", { token })).status).toBe(200);
    expect((await mutate("tokens.inspect", { token: access })).data).toMatchObject({ whyNot: "revoked" });
    expect(inspected.text).not.toContain(token);
    const { items } = await test.provider.manage.audit.list({ limit: 200 });
    for (const secret of [token, access]) expect(JSON.stringify([items, test.events])).not.toContain(secret);
  });
});

describe("sessions", () => {
  it("[asvs:7.4.5] of a person are seen and ended by operators", async () => {
    const { visitor } = await authorize(test, test.pub);
    const userId = test.alice.id;
    const [session] = await itemsOf("sessions.list", { userId });
    expect(session).toMatchObject({ audience: "account" });
    const sessionId = session?.["sessionId"];
    const ofAnother = await mutate("sessions.revoke", { userId: "nobody", sessionId });
    expect(ofAnother.error?.data).toMatchObject({ sallyportCode: "not_found" });
    expect((await mutate("sessions.revoke", { userId, sessionId })).status).toBe(200);
    expect(await test.provider.sessions.find(visitor.session)).toBeUndefined();
  });
});
