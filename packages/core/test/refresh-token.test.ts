import {
  createSeededRandom,
  createTestProvider,
  fastPasswords,
  getTokens,
  introspect,
  masterKey,
  refresh,
  requestToken,
  type TestProvider,
} from "@sallyport/fixtures";
import { beforeEach, describe, expect, it } from "vitest";
import type { JsonObject } from "../src/messages.ts";
import { createProvider } from "../src/create-provider.ts";
import { decodeRefreshToken, encodeRefreshToken } from "../src/tokens/refresh-token.ts";

let test: TestProvider;
let first: JsonObject;

beforeEach(async () => {
  test = await createTestProvider();
  first = await getTokens(test, test.bas);
});

/** Only the token: without the scope of the answer it came in. */
const token = (answer: JsonObject): JsonObject => ({ refresh_token: answer["refresh_token"] ?? "" });
const renew = (from: JsonObject, more: JsonObject = {}) => refresh(test, test.bas, { ...token(from), ...more });
const invalidGrant = { error: "invalid_grant", status: 400 };

describe("a refresh token", () => {
  it("[seed:T19 seed:T45 seed:S50 seed:S80 mcp:F1] buys a new pair", async () => {
    const second = await renew(first);
    expect(second["access_token"]).not.toBe(first["access_token"]);
    expect(second["refresh_token"]).not.toBe(first["refresh_token"]);
    expect(second).toMatchObject({ token_type: "Bearer", scope: "openid profile email" });
  });

  it("[mcp:F2 attack:A095 seed:D112] gets the same successor again within a minute, as often as it likes", async () => {
    const second = await renew(first);
    test.clock.advance(59);
    const again = await Promise.all(Array.from({ length: 20 }, () => renew(first)));
    for (const answer of again) expect(answer["refresh_token"]).toBe(second["refresh_token"]);
    expect(await introspect(test, again[0]?.["access_token"])).toMatchObject({ active: true });
    expect(await renew(second)).toHaveProperty("refresh_token");
  });

  it("[attack:A094 seed:C27 seed:D107 seed:S51 mcp:F1] ends the family when its successor has been used", async () => {
    const second = await renew(first);
    const third = await renew(second);
    await expect(renew(first)).rejects.toMatchObject({ ...invalidGrant, reason: "refresh_token_reused" });
    await expect(renew(third)).rejects.toMatchObject({ ...invalidGrant, reason: "grant_revoked" });
    expect(await introspect(test, third["access_token"])).toEqual({ active: false });
    expect(test.events).toContainEqual(expect.objectContaining({ type: "refresh_token.reused" }));
  });

  it("[attack:A098 seed:C27] ends the family when the window is over", async () => {
    const second = await renew(first);
    test.clock.advance(60);
    await expect(renew(first)).rejects.toMatchObject({ ...invalidGrant, reason: "refresh_token_reused" });
    await expect(renew(second)).rejects.toMatchObject(invalidGrant);
  });

  it("[mcp:F2] of a client that loses answers gets its same successor until that is used, then never", async () => {
    const patient = { ...test.bas, id: "client_patient", refreshReplay: "until_successor_used" as const };
    await test.store.clients.insert(patient);
    const tokens = await getTokens(test, patient);
    const second = await refresh(test, patient, token(tokens));
    test.clock.advance(86_400);
    const again = await refresh(test, patient, token(tokens));
    expect(again["refresh_token"]).toBe(second["refresh_token"]);
    await refresh(test, patient, token(again));
    await expect(refresh(test, patient, token(tokens))).rejects.toMatchObject({ reason: "refresh_token_reused" });
  });

  it("[mcp:F2] of a client that loses answers ends with the idle time, whichever it sends", async () => {
    const patient = { ...test.bas, id: "client_patient", refreshReplay: "until_successor_used" as const };
    await test.store.clients.insert(patient);
    const tokens = await getTokens(test, patient);
    const second = await refresh(test, patient, token(tokens));
    test.clock.advance(test.provider.config.refreshTokenIdleTtlSeconds);
    for (const one of [tokens, second]) {
      await expect(refresh(test, patient, token(one))).rejects.toMatchObject({ reason: "refresh_token_expired" });
    }
  });

  it("[mcp:F2] has no second chance when the window is turned off", async () => {
    const strict = await createTestProvider({ refreshReplayWindowSeconds: 0 });
    const tokens = await getTokens(strict, strict.pub);
    await refresh(strict, strict.pub, token(tokens));
    await expect(refresh(strict, strict.pub, token(tokens))).rejects.toMatchObject(invalidGrant);
  });

  it("[seed:C26 seed:D106] used 50 times at once leaves one living successor", async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => renew(first)));
    expect(new Set(answers.map((answer) => answer["refresh_token"])).size).toBe(1);
    expect(await renew(answers[0] ?? {})).toHaveProperty("refresh_token");
  });

  it("[seed:D114] leaves the access tokens from before alive until they expire", async () => {
    test.clock.advance(600);
    await renew(first);
    expect(await introspect(test, first["access_token"])).toMatchObject({ active: true });
    test.clock.advance(300);
    expect(await introspect(test, first["access_token"])).toEqual({ active: false });
  });

  it("[seed:D113] that was reused leaves on its grant when and why it ended", async () => {
    const second = await renew(first);
    await renew(second);
    const [grant] = await test.store.grants.listByUser(test.alice.id, test.clock.now());
    test.clock.advance(5);
    await expect(renew(first)).rejects.toMatchObject(invalidGrant);
    expect(await test.store.grants.get(grant?.id ?? 0)).toMatchObject({
      revokedAt: test.clock.now(),
      revokedReason: "refresh_token_reused",
    });
  });

  it("[attack:A099 seed:S48] of another client is refused and stays usable", async () => {
    await expect(refresh(test, test.pub, token(first))).rejects.toMatchObject({
      ...invalidGrant,
      reason: "other_client",
    });
    expect(await renew(first)).toHaveProperty("access_token");
  });

  it("[attack:A100] needs the client's secret", async () => {
    const request = { grant_type: "refresh_token", refresh_token: String(first["refresh_token"]) };
    const { formRequest } = await import("@sallyport/fixtures");
    await expect(test.provider.token(formRequest({ ...request, client_id: test.bas.id }))).rejects.toMatchObject({
      error: "invalid_client",
    });
    expect(await renew(first)).toHaveProperty("access_token");
  });

  it("[seed:T47 seed:C28 seed:S49 seed:D109 attack:A101] narrows one access token, not the grant", async () => {
    const narrow = await renew(first, { scope: "email" });
    expect(narrow["scope"]).toBe("email");
    expect(await renew(narrow)).toMatchObject({ scope: "openid profile email" });
  });

  it("[mcp:S3] narrows to what a scope of the grant implies", async () => {
    await test.provider.manage.resources.create({
      uri: "https://mcp.example/mcp",
      scopes: [{ name: "files" }, { name: "notes:read" }],
    });
    const tokens = await getTokens(test, test.bas, { request: { scope: "files notes:read" } });
    const narrow = await renew(tokens, { scope: "files:read" });
    expect(narrow["scope"]).toBe("files:read");
    await expect(renew(narrow, { scope: "notes" })).rejects.toMatchObject({ error: "invalid_scope" });
    expect(await renew(narrow)).toMatchObject({ scope: "files notes:read" });
  });

  it("[seed:T48 attack:A101 mcp:F3] is not consumed by a wider scope", async () => {
    await expect(renew(first, { scope: "openid admin" })).rejects.toMatchObject({
      error: "invalid_scope",
      status: 400,
    });
    expect(await renew(first)).toHaveProperty("access_token");
  });

  it("[attack:A102 mcp:F3 mcp:F4] is not consumed by a wrong resource, and keeps its own without one", async () => {
    await test.provider.manage.resources.create({ uri: "https://mcp.example/mcp" });
    const tokens = await getTokens(test, test.bas);
    for (const resource of ["https://other.example/", "https://mcp.example/mcp#x"]) {
      await expect(renew(tokens, { resource })).rejects.toMatchObject({ error: "invalid_target", status: 400 });
    }
    const second = await renew(tokens, { resource: "https://MCP.example:443/mcp/" });
    expect(await introspect(test, second["access_token"])).toMatchObject({ aud: "https://mcp.example/mcp" });
    const third = await renew(second);
    expect(await introspect(test, third["access_token"])).toMatchObject({ active: true });
  });

  it("[seed:T46 seed:S41] is not just anything", async () => {
    for (const text of ["nonsense", "sp_rt_x", String(first["access_token"])]) {
      await expect(renew({ refresh_token: text })).rejects.toMatchObject(invalidGrant);
    }
    await expect(requestToken(test, test.bas, { grant_type: "refresh_token" })).rejects.toMatchObject({
      error: "invalid_request",
    });
  });

  it("invented for a known grant is refused and ends nothing", async () => {
    const genuine = decodeRefreshToken(String(first["refresh_token"]));
    if (genuine === undefined) throw new Error("not a refresh token");
    const invented = encodeRefreshToken({ ...genuine, family: Buffer.alloc(16, 1), own: Buffer.alloc(32, 2) });
    await expect(renew({ refresh_token: invented })).rejects.toMatchObject({
      ...invalidGrant,
      reason: "unknown_refresh_token",
    });
    expect(await renew(first)).toHaveProperty("access_token");
  });

  it("[attack:A105] is never an access token, nor the other way round", async () => {
    const userinfo = (text: string) =>
      test.provider.userinfo({
        method: "GET",
        query: "",
        body: "",
        contentType: undefined,
        authorization: [`Bearer ${text}`],
        address: undefined,
        userAgent: undefined,
      });
    await expect(userinfo(String(first["refresh_token"]))).rejects.toMatchObject({ error: "invalid_token" });
    await expect(renew({ refresh_token: first["access_token"] ?? "" })).rejects.toMatchObject(invalidGrant);
  });

  it("[mcp:F6] expires after 30 days without use, and starts anew with each use", async () => {
    test.clock.advance(30 * 86_400 - 1);
    const second = await renew(first);
    test.clock.advance(30 * 86_400);
    await expect(renew(second)).rejects.toMatchObject({ ...invalidGrant, reason: "refresh_token_expired" });
  });

  it("[attack:A104 mcp:F6 seed:D111] ends for good 90 days after the sign-in, however often it was used", async () => {
    let tokens = first;
    for (let day = 0; day < 80; day += 20) {
      test.clock.advance(20 * 86_400);
      tokens = await renew(tokens);
    }
    test.clock.advance(10 * 86_400);
    await expect(renew(tokens)).rejects.toMatchObject({ ...invalidGrant, reason: "grant_expired" });
  });

  it("[attack:A104 mcp:F6] buys no access token that outlives the grant", async () => {
    let tokens = first;
    for (const days of [29, 29, 29]) {
      test.clock.advance(days * 86_400);
      tokens = await renew(tokens);
    }
    test.clock.advance(3 * 86_400 - 100);
    expect(await renew(tokens)).toMatchObject({ expires_in: 100 });
  });

  it("[attack:A103 seed:C29 seed:D110 seed:D157] dies with the consent, the person, the password and the client", async () => {
    const { manage } = test.provider;
    const endings: (() => Promise<unknown>)[] = [
      () => manage.consents.revokeFor(test.alice.id, test.bas.id),
      () => manage.users.signOutEverywhere(test.alice.id),
      () => manage.users.setPassword(test.alice.id, "correct horse battery"),
      () => manage.users.setStatus(test.alice.id, "disabled"),
    ];
    for (const end of endings) {
      const tokens = await getTokens(test, test.bas);
      await end();
      await expect(renew(tokens)).rejects.toMatchObject(invalidGrant);
      expect(await introspect(test, tokens["access_token"])).toEqual({ active: false });
    }
  });

  it("[seed:T21 seed:T49 seed:T50 seed:S81] is refused after it was revoked", async () => {
    const { basicHeader, formRequest } = await import("@sallyport/fixtures");
    await test.provider.revoke(
      formRequest({ token: String(first["refresh_token"]) }, basicHeader(test.bas.id, test.secret)),
    );
    await expect(renew(first)).rejects.toMatchObject(invalidGrant);
  });

  it("[attack:A103 seed:C29 seed:D159] loses the scopes that the client or the person may no longer have", async () => {
    const { get } = test.store.clients;
    test.store.clients.get = (id) => get(id).then((client) => client && { ...client, scopes: ["openid", "email"] });
    expect(await renew(first)).toMatchObject({ scope: "openid email" });
    test.store.clients.get = (id) => get(id).then((client) => client && { ...client, scopes: ["other"] });
    await expect(renew(first)).rejects.toMatchObject({ ...invalidGrant, reason: "scopes_withdrawn" });
    test.store.clients.get = get;
    const profile = { name: "profile", roles: ["owner" as const] };
    const provider = await createProvider(
      { issuer: "https://as.example", scopes: [{ name: "openid" }, profile, { name: "email" }] },
      {
        ...test,
        random: createSeededRandom(2),
        passwords: fastPasswords,
        events: { emit: () => undefined },
        masterKey,
      },
    );
    const answer = await refresh({ ...test, provider }, test.bas, token(first));
    expect(answer).toMatchObject({ scope: "openid email" });
  });

  it("[attack:A067] leaves nothing readable in the store", async () => {
    const grants = await test.store.grants.listByUser(test.alice.id, test.clock.now());
    const text = JSON.stringify(grants);
    const secret = String(first["refresh_token"]).slice(20, 60);
    expect(text).not.toContain(secret);
  });
});
