import {
  authorize,
  authorizeRequest,
  createTestProvider,
  goodRequest,
  introspect,
  redeem,
  type TestProvider,
  testPassword,
  type Visitor,
} from "@sallyport/fixtures";
import { describe, expect, it } from "vitest";
import type { ServerManagement } from "../src/index.ts";
import type { Client, User } from "../src/ports/store.ts";
import { after, epochSeconds } from "../src/time.ts";

type Approval = Parameters<ServerManagement["frontEnd"]["approve"]>[1];

const frontendUrl = "https://front.example/sign-in";

async function open(options: { frontendUrl?: string } = { frontendUrl }) {
  const test = await createTestProvider(options);
  const { provider, clock, alice } = test;
  const { frontEnd } = provider.manage;

  /** An authorization request in a browser of its own. */
  async function begin(client: Client = test.bas, request: Record<string, string> = {}) {
    const outcome = await provider.authorize(authorizeRequest(goodRequest(client, request)), newBrowser());
    if (outcome.kind !== "interaction") throw new Error("there is no interaction");
    const cookies: Visitor = { browser: outcome.browserCookie, session: undefined };
    return { id: outcome.id, cookies };
  }
  const approve = async (id: string, change: Partial<Approval> = {}): Promise<string> => {
    const usual = { userId: alice.id, authenticatedAt: clock.now(), scopes: ["openid", "email"] };
    return await frontEnd.approve(id, { ...usual, role: "operator", ...change });
  };
  /** A browser follows the address. */
  const follow = async (visit: { id: string; cookies: Visitor }, url: string) =>
    new URL(await provider.interactions.takeAnswer(visit, new URL(url).searchParams.get("answer") ?? ""));
  return { ...test, test, frontEnd, begin, approve, follow };
}

const newBrowser = (): Visitor => ({ browser: undefined, session: undefined });

async function createUser({ provider }: TestProvider, role: User["role"]): Promise<User> {
  return await provider.manage.users.create({ email: `${role}@example.com`, password: testPassword, role });
}

describe("an interaction on an external front end", () => {
  it("[seed:S3] shows who asks for what, and what of it is new", async () => {
    const { frontEnd, begin, approve, follow, alice, bas, clock } = await open();
    const first = await begin(bas, { scope: "openid email", login_hint: "alice" });
    expect(await frontEnd.get(first.id)).toMatchObject({
      client: { id: bas.id, name: "Confidential", isUnverified: false },
      redirectUri: "https://app.example/cb",
      isLoopback: false,
      scopes: [{ name: "openid" }, { name: "email", description: "See your e-mail address", isNew: false }],
      resources: [],
      mustAsk: true,
      loginHint: "alice",
      signedInSince: undefined,
      expiresAt: after(clock.now(), 600),
    });
    await follow(first, await approve(first.id));
    const second = await begin(bas, { scope: "openid email profile" });
    const { scopes, isReturning, mustAsk } = await frontEnd.get(second.id, alice.id);
    expect([isReturning, mustAsk]).toEqual([true, true]);
    expect(scopes.map(({ name, isNew }) => [name, isNew])).toEqual([
      ["openid", false],
      ["email", false],
      ["profile", true],
    ]);
    const third = await begin(bas, { scope: "openid" });
    expect(await frontEnd.get(third.id, alice.id)).toMatchObject({ mustAsk: false });
  });

  it("[seed:S3] ends with tokens for the person and the scopes that it named", async () => {
    const { test, begin, approve, follow, alice, bas, clock } = await open();
    const visit = await begin();
    const signedInAt = after(clock.now(), -30);
    const url = await approve(visit.id, { scopes: ["openid"], authenticatedAt: signedInAt });
    expect(url).toContain(`https://as.example/oauth/provider/interaction/${visit.id}/continue?answer=`);
    const location = await follow(visit, url);
    expect(location.href).toMatch(/^https:\/\/app\.example\/cb\?code=sp_ac_/);
    expect(location.searchParams.get("state")).toBe("the-state");
    const tokens = await redeem(test, bas, { code: location.searchParams.get("code") ?? "" });
    expect(tokens["scope"]).toBe("openid");
    const about = await introspect(test, tokens["access_token"]);
    expect(about).toMatchObject({ active: true, sub: alice.id });
    const [, payload = ""] = String(tokens["id_token"]).split(".");
    expect(JSON.parse(Buffer.from(payload, "base64url").toString())).toMatchObject({ auth_time: signedInAt });
  });

  it("[seed:S3] does nothing until the browser has come", async () => {
    const { test, begin, approve, follow, frontEnd, events } = await open();
    const visit = await begin();
    const yes = await approve(visit.id);
    expect((await frontEnd.get(visit.id)).mustAsk).toBe(true);
    expect(await test.store.consents.listByUser(test.alice.id)).toEqual([]);
    expect(events.map(({ type }) => type)).not.toContain("code.issued");
    const location = await follow(visit, await frontEnd.deny(visit.id));
    expect(location.searchParams.get("error")).toBe("access_denied");
    await expect(follow(visit, yes)).rejects.toMatchObject({ reason: "gone" });
  });

  it("[seed:S3 attack:A120] is continued only by the browser that began it", async () => {
    const { begin, approve, follow, store, alice } = await open();
    const victim = await begin();
    const attacker = await begin();
    const url = await approve(victim.id);
    const others = [newBrowser(), attacker.cookies, { browser: "sp_br_guess", session: undefined }];
    for (const cookies of others) {
      await expect(follow({ id: victim.id, cookies }, url)).rejects.toMatchObject({ reason: "other_browser" });
    }
    // Nor does the answer to one fit another, whoever brings it.
    await expect(follow(attacker, url)).rejects.toMatchObject({ reason: "other_answer" });
    expect(await store.consents.listByUser(alice.id)).toEqual([]);
    expect((await follow(victim, url)).searchParams.has("code")).toBe(true);
  });

  it("[seed:S3] is continued once, and only soon", async () => {
    const { begin, approve, follow, clock } = await open();
    const visit = await begin();
    const url = await approve(visit.id);
    clock.advance(120);
    await expect(follow(visit, url)).rejects.toMatchObject({ reason: "other_answer" });
    const again = await approve(visit.id);
    await follow(visit, again);
    await expect(follow(visit, again)).rejects.toMatchObject({ reason: "gone" });
    await expect(approve(visit.id)).rejects.toMatchObject({ code: "not_found", field: "interactionId" });
  });

  it.each(["", "x", "sp_ac_x", "AAAA".repeat(40)])("[seed:S3] is not continued by the answer %j", async (answer) => {
    const { begin, follow } = await open();
    const visit = await begin();
    const url = `https://as.example/?answer=${answer}`;
    await expect(follow(visit, url)).rejects.toMatchObject({ reason: "other_answer" });
  });

  it("[seed:S3] of two answers at once takes one", async () => {
    const { begin, approve, follow } = await open();
    const visit = await begin();
    const urls = [await approve(visit.id), await approve(visit.id)];
    const outcomes = await Promise.allSettled(urls.map((url) => follow(visit, url)));
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  it.each([
    ["scopes that were not asked for", { scopes: ["openid", "admin:all"] }, { code: "invalid_input", field: "scopes" }],
    ["no scopes", { scopes: [] }, { code: "invalid_input", field: "scopes" }],
    ["an unknown person", { userId: "nobody" }, { code: "not_found", field: "userId" }],
    ["a sign-in to come", { authenticatedAt: epochSeconds(1_900_000_000) }, { field: "authenticatedAt" }],
  ])("[seed:S3 seed:D46] refuses %s", async (_what, change, refusal) => {
    const { begin, approve } = await open();
    const visit = await begin();
    await expect(approve(visit.id, change)).rejects.toMatchObject(refusal);
  });

  it("[seed:S3] does not speak for somebody who is switched off, before or after the answer", async () => {
    const { begin, approve, follow, provider, alice } = await open();
    const visit = await begin();
    const url = await approve(visit.id);
    await provider.manage.users.setStatus(alice.id, "disabled");
    await expect(follow(visit, url)).rejects.toMatchObject({ reason: "gone" });
    await expect(approve(visit.id)).rejects.toMatchObject({ code: "not_found", field: "userId" });
    await provider.manage.users.setStatus(alice.id, "active");
    // What was answered before stays worthless.
    await expect(follow(visit, url)).rejects.toMatchObject({ reason: "gone" });
  });

  it("[seed:S3] speaks for administrators by a key that may do as much", async () => {
    const { test, begin, approve } = await open();
    const owner = await createUser(test, "owner");
    const visit = await begin();
    await expect(approve(visit.id, { userId: owner.id })).rejects.toMatchObject({ code: "forbidden" });
    expect(await approve(visit.id, { userId: owner.id, role: "owner" })).toContain("answer=");
  });

  it.each([
    ["prompt=login", { prompt: "login" }, -1],
    ["max_age", { max_age: "100" }, -101],
  ])("[seed:S3] wants a sign-in as the client asked for by %s", async (_what, request, tooEarly) => {
    const { begin, approve, frontEnd, clock, bas } = await open();
    const visit = await begin(bas, request);
    const { signedInSince } = await frontEnd.get(visit.id);
    const old = after(clock.now(), tooEarly);
    await expect(approve(visit.id, { authenticatedAt: old })).rejects.toMatchObject({ field: "authenticatedAt" });
    expect(signedInSince).toBe(old + 1);
    expect(await approve(visit.id, { authenticatedAt: after(old, 1) })).toContain("answer=");
  });

  it("[seed:S3] takes no session of our own pages for a sign-in of the front end", async () => {
    const { begin, approve, follow, provider, bas } = await open();
    const visit = await begin();
    await follow(visit, await approve(visit.id, { scopes: ["openid", "email", "profile"] }));
    const { csrf, browserCookie } = await provider.account.open(newBrowser());
    const browser = { browser: browserCookie, session: undefined };
    const form = { csrf, email: "alice@example.com", password: testPassword };
    const session = await provider.account.signIn({ cookies: browser }, form);
    const outcome = await provider.authorize(authorizeRequest(goodRequest(bas)), { ...browser, session });
    expect(outcome.kind).toBe("interaction");
  });

  it("[seed:S3] is nobody's business where the pages are our own", async () => {
    const { test, frontEnd, begin, approve, bas } = await open({});
    const visit = await begin();
    for (const call of [frontEnd.get(visit.id), approve(visit.id), frontEnd.deny(visit.id)]) {
      await expect(call).rejects.toMatchObject({ code: "forbidden" });
    }
    expect((await authorize(test, bas)).location.searchParams.has("code")).toBe(true);
  });

  it("[seed:S3] says in the audit trail which key spoke for whom", async () => {
    const { begin, provider, alice, acts, clock } = await open();
    const visit = await begin();
    const actor = { kind: "api_key", keyId: "key_1" } as const;
    const usual = { userId: alice.id, authenticatedAt: clock.now(), scopes: ["openid"], role: "operator" } as const;
    await provider.manageFor(actor).frontEnd.approve(visit.id, usual);
    expect(acts).toContainEqual({
      event: expect.objectContaining({ type: "interaction.approved", userId: alice.id }),
      by: actor,
    });
  });
});
