import {
  authorize,
  authorizeRequest,
  createTestProvider,
  getCode,
  goodRequest,
  redeem,
  testPassword,
  type TestProvider,
  type Visitor,
} from "@sallyport/fixtures";
import { beforeEach, describe, expect, it } from "vitest";
import type { Client } from "../src/ports/store.ts";

let test: TestProvider;

beforeEach(async () => {
  test = await createTestProvider();
});

const newVisitor = (): Visitor => ({ browser: undefined, session: undefined });

/** Starts a request and returns its id. */
async function start(
  visitor: Visitor,
  client: Client = test.pub,
  change: Record<string, string> = {},
): Promise<string> {
  const outcome = await test.provider.authorize(authorizeRequest(goodRequest(client, change)), visitor);
  if (outcome.kind !== "interaction") throw new Error(`no page: ${JSON.stringify(outcome)}`);
  visitor.browser = outcome.browserCookie;
  return outcome.id;
}

async function signIn(visitor: Visitor, id: string): Promise<void> {
  const { csrf } = await test.provider.interactions.view(id, visitor);
  const form = { csrf, email: "alice@example.com", password: testPassword };
  const outcome = await test.provider.interactions.signIn({ id, cookies: visitor }, form);
  if (outcome.kind === "refused") throw new Error("refused");
  visitor.session = outcome.sessionCookie;
}

/** A visitor who is signed in and stands before the consent page. */
async function atConsent(
  client: Client = test.pub,
  change: Record<string, string> = {},
): Promise<{ visitor: Visitor; id: string; csrf: string }> {
  const visitor = newVisitor();
  const id = await start(visitor, client, change);
  await signIn(visitor, id);
  const { csrf } = await test.provider.interactions.view(id, visitor);
  return { visitor, id, csrf };
}

const decide = (at: { visitor: Visitor; id: string; csrf: string }, scopes: string[], approved = true) =>
  test.provider.interactions.decide({ id: at.id, cookies: at.visitor }, { csrf: at.csrf, approved, scopes });

describe("signing in", () => {
  it("[seed:T6 seed:T8 seed:S27 seed:S31 seed:D41 seed:D42] comes first, and brings the person back to the same request", async () => {
    const visitor = newVisitor();
    const id = await start(visitor);
    expect(await test.provider.interactions.view(id, visitor)).toMatchObject({
      kind: "sign-in",
      client: { name: "Public" },
    });
    await signIn(visitor, id);
    expect(await test.provider.interactions.view(id, visitor)).toMatchObject({
      kind: "consent",
      user: { email: "alice@example.com" },
    });
  });

  it("with a wrong password stays where it is", async () => {
    const visitor = newVisitor();
    const id = await start(visitor);
    const { csrf } = await test.provider.interactions.view(id, visitor);
    for (const email of ["alice@example.com", "nobody@example.com"]) {
      const outcome = await test.provider.interactions.signIn(
        { id, cookies: visitor },
        { csrf, email, password: "wrong password" },
      );
      expect(outcome).toEqual({ kind: "refused" });
    }
  });

  it("[attack:A118 attack:A120] needs our own form, in the browser that started", async () => {
    const visitor = newVisitor();
    const id = await start(visitor);
    const form = { csrf: "forged", email: "alice@example.com", password: testPassword };
    await expect(test.provider.interactions.signIn({ id, cookies: visitor }, form)).rejects.toMatchObject({
      reason: "csrf",
    });
    const other = newVisitor();
    await start(other);
    await expect(test.provider.interactions.view(id, other)).rejects.toMatchObject({ reason: "other_browser" });
    await expect(test.provider.interactions.view(id, newVisitor())).rejects.toMatchObject({ reason: "other_browser" });
  });

  it("[attack:A131 attack:A132] makes a new session each time and ends the one before", async () => {
    const first = await atConsent();
    const earlier = first.visitor.session;
    const id = await start(first.visitor, test.pub, { prompt: "login" });
    await signIn(first.visitor, id);
    expect(first.visitor.session).not.toBe(earlier);
    expect(await test.provider.sessions.find(earlier)).toBeUndefined();
  });

  it("[attack:A132] lasts 12 hours without use and 14 days at most", async () => {
    const { visitor } = await atConsent();
    test.clock.advance(12 * 3600);
    expect(await test.provider.sessions.find(visitor.session)).toBeUndefined();
    const busy = await atConsent();
    for (let hours = 0; hours < 14 * 24 - 6; hours += 6) {
      test.clock.advance(6 * 3600);
      expect(await test.provider.sessions.find(busy.visitor.session)).toBeDefined();
    }
    test.clock.advance(6 * 3600);
    expect(await test.provider.sessions.find(busy.visitor.session)).toBeUndefined();
  });

  it("[attack:A132] ends everywhere with a new password, a sign-out or a disabled account", async () => {
    const { manage } = test.provider;
    const endings: (() => Promise<void>)[] = [
      () => manage.users.signOutEverywhere(test.alice.id),
      () => manage.users.setPassword(test.alice.id, testPassword),
      () => manage.users.setStatus(test.alice.id, "disabled"),
    ];
    for (const end of endings) {
      const { visitor } = await atConsent();
      await end();
      expect(await test.provider.sessions.find(visitor.session)).toBeUndefined();
    }
  });

  it("[attack:A020] cannot be skipped by sending the decision at once", async () => {
    const { visitor } = await atConsent();
    const id = await start(visitor, test.pub, { prompt: "login" });
    const { csrf } = await test.provider.interactions.view(id, visitor);
    await expect(decide({ visitor, id, csrf }, ["openid"])).rejects.toMatchObject({ reason: "not_signed_in" });
  });

  it("[attack:A020] happens again for prompt=login and an exceeded max_age, once", async () => {
    const { visitor } = await atConsent();
    test.clock.advance(600);
    for (const change of [{ prompt: "login" }, { max_age: "0" }, { max_age: "1" }]) {
      const id = await start(visitor, test.pub, change);
      expect((await test.provider.interactions.view(id, visitor)).kind).toBe("sign-in");
      await signIn(visitor, id);
      expect((await test.provider.interactions.view(id, visitor)).kind).toBe("consent");
      test.clock.advance(600);
    }
    const relaxed = await start(visitor, test.pub, { max_age: "1000000000" });
    expect((await test.provider.interactions.view(relaxed, visitor)).kind).toBe("consent");
  });
});

describe("consent", () => {
  it("[seed:T13 seed:S28 seed:D44 seed:F1 mcp:A6] shows what the server knows, not what an address says", async () => {
    const { visitor, id } = await atConsent(test.pub, {
      client_name: "Your Bank",
      redirect_uri: "http://127.0.0.1:4711/cb",
    });
    expect(await test.provider.interactions.view(id, visitor)).toMatchObject({
      client: { name: "Public", isUnverified: false },
      redirectUri: "http://127.0.0.1:4711/cb",
      isLoopback: true,
      scopes: [{ name: "openid" }, { name: "profile" }, { name: "email" }],
    });
  });

  it("[seed:T14 seed:S35] can be for less than was asked", async () => {
    const code = await getCode(test, test.pub, { ticked: ["openid", "email"] });
    expect(await redeem(test, test.pub, { code })).toMatchObject({ scope: "openid email" });
  });

  it("[seed:T15 seed:S34 attack:A024] refused goes back as access_denied and leaves nothing", async () => {
    const { location } = await authorize(test, test.pub, { approved: false });
    expect(Object.fromEntries(location.searchParams)).toMatchObject({
      error: "access_denied",
      state: "the-state",
      iss: "https://as.example",
    });
    expect(await test.provider.manage.consents.listFor(test.alice.id)).toEqual([]);
  });

  it("[seed:C10 seed:D46] to nothing is a refusal", async () => {
    const { location } = await authorize(test, test.pub, { ticked: [] });
    expect(location.searchParams.get("error")).toBe("access_denied");
  });

  it("[seed:C10 seed:D46 attack:A121] never reaches beyond the request", async () => {
    const code = await getCode(test, test.pub, { request: { scope: "openid" }, ticked: ["openid", "email", "admin"] });
    expect(await redeem(test, test.pub, { code })).toMatchObject({ scope: "openid" });
  });

  it("[seed:C10 attack:A122] is given once: of many at the same time one counts", async () => {
    const at = await atConsent();
    const answers = await Promise.allSettled(Array.from({ length: 10 }, () => decide(at, ["openid"])));
    expect(answers.filter((answer) => answer.status === "fulfilled")).toHaveLength(1);
    await expect(decide(at, ["openid"])).rejects.toMatchObject({ reason: "gone" });
  });

  it("[seed:C10 seed:S32 seed:D45 attack:A119 attack:A122] needs a live request, our form and a signed-in person", async () => {
    const at = await atConsent();
    await expect(decide({ ...at, csrf: "forged" }, ["openid"])).rejects.toMatchObject({ reason: "csrf" });
    await expect(decide({ ...at, id: "unknown" }, ["openid"])).rejects.toMatchObject({ reason: "gone" });
    const signedOut = { ...at, visitor: { ...at.visitor, session: undefined } };
    await expect(decide(signedOut, ["openid"])).rejects.toMatchObject({ reason: "not_signed_in" });
    const stranger = await atConsent();
    await expect(decide({ ...at, visitor: stranger.visitor }, ["openid"])).rejects.toMatchObject({
      reason: "other_browser",
    });
    test.clock.advance(600);
    await expect(decide(at, ["openid"])).rejects.toMatchObject({ reason: "gone" });
  });

  it("[seed:S33] counts only while the client is there", async () => {
    const at = await atConsent();
    await test.provider.manage.clients.setStatus(test.pub.id, "disabled");
    await expect(decide(at, ["openid"])).rejects.toMatchObject({ reason: "gone" });
  });

  it("[seed:D48] to scopes that the person cannot grant goes back as a refusal", async () => {
    const admin = { name: "admin", roles: ["owner" as const] };
    test = await createTestProvider({ scopes: [admin] });
    const { client } = await test.provider.manage.clients.create({
      name: "Admin",
      type: "public",
      redirectUris: ["https://app.example/cb"],
      scopes: ["admin"],
    });
    const { location } = await authorize(test, client, { request: { scope: "admin" }, ticked: ["admin"] });
    expect(location.searchParams.get("error")).toBe("access_denied");
  });

  it("[seed:C11 seed:D47 seed:S36] is never asked for a request that is wrong", async () => {
    const outcome = await test.provider.authorize(
      authorizeRequest(goodRequest(test.pub, { code_challenge: "x" })),
      newVisitor(),
    );
    expect(outcome).toMatchObject({ kind: "redirect", refusal: { error: "invalid_request" } });
    expect(await test.provider.manage.consents.listFor(test.alice.id)).toEqual([]);
  });

  it("[seed:S29 seed:T54 seed:D26] is remembered for a client that proves who it is", async () => {
    const { visitor } = await authorize(test, test.bas);
    const outcome = await test.provider.authorize(authorizeRequest(goodRequest(test.bas)), visitor);
    expect(outcome).toMatchObject({ kind: "redirect", location: expect.stringContaining("code=") });
    const more = await test.provider.authorize(authorizeRequest(goodRequest(test.bas, { prompt: "consent" })), visitor);
    expect(more.kind).toBe("interaction");
  });

  it("[seed:D26 attack:A124] is asked again for a client that can be anybody", async () => {
    const loopback = { redirect_uri: "http://127.0.0.1:1/cb" };
    const { visitor } = await authorize(test, test.pub, { request: loopback });
    expect((await test.provider.authorize(authorizeRequest(goodRequest(test.pub, loopback)), visitor)).kind).toBe(
      "interaction",
    );
    const quiet = await test.provider.authorize(
      authorizeRequest(goodRequest(test.pub, { ...loopback, prompt: "none" })),
      visitor,
    );
    expect(quiet).toMatchObject({ kind: "redirect", refusal: { error: "consent_required" } });
  });

  it("[attack:A124] is asked again for a client that registered itself, wherever it lives", async () => {
    const stranger = { ...test.pub, id: "client_stranger", provenance: "dynamic" as const };
    await test.store.clients.insert(stranger);
    const { visitor } = await authorize(test, stranger);
    expect((await test.provider.authorize(authorizeRequest(goodRequest(stranger)), visitor)).kind).toBe("interaction");
    const { visitor: known } = await authorize(test, test.pub);
    expect((await test.provider.authorize(authorizeRequest(goodRequest(test.pub)), known)).kind).toBe("redirect");
  });

  it("[seed:D50] is what was allowed last, not everything that ever was", async () => {
    const { visitor } = await authorize(test, test.bas, { request: { scope: "openid profile" } });
    await authorize(test, test.bas, {
      request: { scope: "openid profile", prompt: "consent" },
      ticked: ["openid"],
      visitor,
    });
    const outcome = await test.provider.authorize(
      authorizeRequest(goodRequest(test.bas, { scope: "openid profile" })),
      visitor,
    );
    if (outcome.kind !== "interaction") throw new Error("not asked");
    visitor.browser = outcome.browserCookie;
    expect(await test.provider.interactions.view(outcome.id, visitor)).toMatchObject({
      scopes: [
        { name: "openid", isNew: false },
        { name: "profile", isNew: true },
      ],
    });
  });

  it("[mcp:S2] for more keeps what was allowed before, and shows what is new", async () => {
    const { visitor } = await authorize(test, test.bas, { request: { scope: "openid" } });
    const id = await start(visitor, test.bas, { scope: "email" });
    expect(await test.provider.interactions.view(id, visitor)).toMatchObject({
      scopes: [
        { name: "email", isNew: true },
        { name: "openid", isNew: false },
      ],
    });
    const code = await getCode(test, test.bas, { request: { scope: "email" }, visitor });
    expect(await redeem(test, test.bas, { code })).toMatchObject({ scope: "email openid" });
    const silent = await getCode(test, test.bas, { request: { scope: "openid" }, visitor });
    expect(await redeem(test, test.bas, { code: silent })).toMatchObject({ scope: "openid email" });
  });

  it("[mcp:S2] does not reach over to other resources, other clients, or beyond what is ticked", async () => {
    const { visitor } = await authorize(test, test.bas, { request: { scope: "openid" } });
    await test.provider.manage.resources.create({ uri: "https://mcp.example/mcp", scopes: [{ name: "tools" }] });
    const resource = "https://mcp.example/mcp";
    const other = await getCode(test, test.bas, { request: { scope: "tools", resource }, visitor });
    expect(await redeem(test, test.bas, { code: other })).toMatchObject({ scope: "tools" });
    const less = await getCode(test, test.bas, {
      request: { scope: "openid tools", resource, prompt: "consent" },
      ticked: ["openid"],
      visitor,
    });
    expect(await redeem(test, test.bas, { code: less })).toMatchObject({ scope: "openid" });
    const foreign = await getCode(test, test.pub, { request: { scope: "email", resource }, visitor });
    expect(await redeem(test, test.pub, { code: foreign })).toMatchObject({ scope: "email" });
  });

  it("[mcp:S2] can be turned off", async () => {
    test = await createTestProvider({ accumulateScopes: false });
    const { visitor } = await authorize(test, test.bas, { request: { scope: "openid" } });
    const code = await getCode(test, test.bas, { request: { scope: "email" }, visitor });
    expect(await redeem(test, test.bas, { code })).toMatchObject({ scope: "email" });
  });

  it("[mcp:S2] never takes a privileged scope along that was not asked for", async () => {
    const admin = { name: "admin", roles: ["user" as const] };
    test = await createTestProvider({ scopes: [{ name: "openid" }, admin] });
    const { client } = await test.provider.manage.clients.create({
      name: "Admin",
      type: "confidential",
      redirectUris: ["https://app.example/cb"],
      scopes: ["openid", "admin"],
    });
    const { visitor } = await authorize(test, client, { request: { scope: "openid admin" } });
    const id = await start(visitor, client, { scope: "openid", prompt: "consent" });
    const view = await test.provider.interactions.view(id, visitor);
    expect(view).toMatchObject({ scopes: [{ name: "openid" }] });
  });

  it("[mcp:S3] to a scope covers what that implies, and nothing above it", async () => {
    const scopes = ["files", "files:read", "notes:read", "notes"].map((name) => ({ name }));
    test = await createTestProvider({ scopes });
    const { visitor } = await authorize(test, test.bas, { request: { scope: "files notes:read" } });
    const ask = (scope: string) => test.provider.authorize(authorizeRequest(goodRequest(test.bas, { scope })), visitor);
    expect((await ask("files:read")).kind).toBe("redirect");
    expect((await ask("notes")).kind).toBe("interaction");
  });

  it("[mcp:S5] can be for a scope that the metadata do not tell of", async () => {
    test = await createTestProvider({ scopes: [{ name: "openid" }, { name: "quiet", isAdvertised: false }] });
    expect((await test.provider.metadata())["scopes_supported"]).toEqual(["openid"]);
    const code = await getCode(test, test.pub, { request: { scope: "quiet offline_access" } });
    expect(await redeem(test, test.pub, { code })).toMatchObject({ scope: "quiet offline_access" });
  });

  it("is forgotten after 90 days", async () => {
    await authorize(test, test.bas);
    test.clock.advance(90 * 86_400);
    const visitor = newVisitor();
    const id = await start(visitor, test.bas);
    await signIn(visitor, id);
    expect((await test.provider.interactions.view(id, visitor)).kind).toBe("consent");
  });

  it("[seed:S23 seed:D24 seed:T41] without a scope is about the defaults, never a privileged one", async () => {
    const admin = { name: "admin", description: "Everything", roles: ["owner" as const] };
    test = await createTestProvider({ scopes: [{ name: "openid" }, { name: "notes" }, admin] });
    const { client } = await test.provider.manage.clients.create({
      name: "All",
      type: "public",
      redirectUris: ["https://app.example/cb"],
      scopes: ["notes", "admin"],
    });
    expect(await redeem(test, client, { code: await getCode(test, client, { request: { scope: "" } }) })).toMatchObject(
      { scope: "notes" },
    );
    const asked = await getCode(test, client, { request: { scope: "notes admin" } });
    expect(await redeem(test, client, { code: asked })).toMatchObject({ scope: "notes" });
    expect((await test.provider.metadata())["scopes_supported"]).toEqual(["openid", "notes"]);
  });

  it("[attack:A127] shows a stranger's name without tricks", async () => {
    const evil = {
      ...test.pub,
      id: "client_evil",
      name: `\u202Eevil\u0000\n${"x".repeat(200)}`,
      provenance: "dynamic" as const,
    };
    await test.store.clients.insert(evil);
    const visitor = newVisitor();
    const view = await test.provider.interactions.view(await start(visitor, evil), visitor);
    expect(view.client.name).toBe(`evil${"x".repeat(76)}`);
    expect(view.client.isUnverified).toBe(true);
  });
});
