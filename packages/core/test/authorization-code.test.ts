import {
  authorize,
  authorizeRequest,
  clientRequest,
  createTestProvider,
  formRequest,
  getCode,
  goodRequest,
  introspect,
  pkce,
  redeem,
  redirectUri,
  refresh,
  requestToken,
  type TestProvider,
} from "@sallyport/fixtures";
import { beforeEach, describe, expect, it } from "vitest";
import { StoreUnavailableError } from "../src/errors.ts";
import { hashSecret } from "../src/secret.ts";
import { decodeToken, encodeToken, tokenPrefixes } from "../src/secret-text.ts";

let test: TestProvider;

beforeEach(async () => {
  test = await createTestProvider();
});

const invalidGrant = { error: "invalid_grant", status: 400 };

describe("a code", () => {
  it("[seed:T43 seed:T16 seed:S44 seed:S78] buys a token set once its verifier comes along", async () => {
    const tokens = await redeem(test, test.pub, { code: await getCode(test, test.pub), redirect_uri: redirectUri });
    expect(tokens).toMatchObject({ token_type: "Bearer", expires_in: 900, scope: "openid profile email" });
    expect(tokens["refresh_token"]).toMatch(/^sp_rt_/);
  });

  it("[seed:T26 seed:C21 seed:S46 attack:A058 mcp:T8] used twice buys nothing and ends what it bought", async () => {
    const code = await getCode(test, test.bas);
    const tokens = await redeem(test, test.bas, { code });
    await expect(redeem(test, test.bas, { code })).rejects.toMatchObject({ ...invalidGrant, reason: "code_replayed" });
    expect(await introspect(test, tokens["access_token"])).toEqual({ active: false });
    await expect(refresh(test, test.bas, tokens)).rejects.toMatchObject(invalidGrant);
  });

  it("[seed:D165] is stored as a hash, without the state of its request", async () => {
    const state = "a-state-that-nobody-else-has";
    const { location } = await authorize(test, test.pub, { request: { state } });
    expect(location.searchParams.get("state")).toBe(state);
    const code = location.searchParams.get("code") ?? "";
    const { id, secret } = decodeToken(tokenPrefixes.authorizationCode, code, 32) ?? { id: 0, secret: "" };
    const stored = await test.store.grants.getCode(id);
    expect(stored).toMatchObject({ hash: hashSecret(secret) });
    for (const text of [code, code.slice(20, 60), state]) expect(JSON.stringify(stored)).not.toContain(text);
  });

  it("[seed:C21 seed:D76] used twice leaves the person's other grants alone", async () => {
    const other = await redeem(test, test.bas, { code: await getCode(test, test.bas) });
    const code = await getCode(test, test.bas);
    await redeem(test, test.bas, { code });
    await expect(redeem(test, test.bas, { code })).rejects.toMatchObject(invalidGrant);
    expect(await introspect(test, other["access_token"])).toMatchObject({ active: true });
  });

  it("[attack:A058] ends what it bought even when the replay comes after its expiry", async () => {
    const code = await getCode(test, test.bas);
    const tokens = await redeem(test, test.bas, { code });
    test.clock.advance(61);
    await expect(redeem(test, test.bas, { code })).rejects.toMatchObject(invalidGrant);
    expect(await introspect(test, tokens["access_token"])).toEqual({ active: false });
  });

  it("[seed:C20 seed:D76] posted again by a stranger ends nothing", async () => {
    const code = await getCode(test, test.bas);
    const tokens = await redeem(test, test.bas, { code });
    await expect(redeem(test, test.pub, { code })).rejects.toMatchObject(invalidGrant);
    await expect(redeem(test, test.bas, { code, code_verifier: "x".repeat(43) })).rejects.toMatchObject(invalidGrant);
    expect(await introspect(test, tokens["access_token"])).toMatchObject({ active: true });
  });

  it.each([
    ["a wrong verifier", { code_verifier: "x".repeat(43) }, "wrong_code_verifier"],
    ["the challenge as verifier", { code_verifier: pkce.challenge }, "wrong_code_verifier"],
    ["no verifier", { code_verifier: "" }, "missing_code_verifier"],
    ["another redirect URI", { redirect_uri: "https://app.example/other" }, "other_redirect_uri"],
    [
      "plain asked for at the last moment",
      { code_verifier: pkce.challenge, code_challenge_method: "plain" },
      "wrong_code_verifier",
    ],
  ])(
    "[seed:T27 seed:T44 seed:C19 seed:D75 seed:S47 seed:D79 attack:A045 attack:A052 attack:A053 mcp:T8] with %s is refused and stays usable",
    async (_name, change, reason) => {
      const code = await getCode(test, test.pub);
      await expect(redeem(test, test.pub, { code, ...change })).rejects.toMatchObject({ ...invalidGrant, reason });
      expect(await redeem(test, test.pub, { code })).toHaveProperty("access_token");
    },
  );

  it("[seed:C19 seed:S45 attack:A063] of another client is refused and stays usable", async () => {
    const code = await getCode(test, test.pub);
    await expect(redeem(test, test.bas, { code })).rejects.toMatchObject({ ...invalidGrant, reason: "other_client" });
    expect(await redeem(test, test.pub, { code })).toHaveProperty("access_token");
  });

  it("[seed:C19] stays usable after a wrong client secret", async () => {
    const code = await getCode(test, test.bas);
    const request = formRequest({
      grant_type: "authorization_code",
      code,
      code_verifier: pkce.verifier,
      client_id: test.bas.id,
      client_secret: "wrong",
    });
    await expect(test.provider.token(request)).rejects.toMatchObject({ error: "invalid_client" });
    expect(await redeem(test, test.bas, { code })).toHaveProperty("access_token");
  });

  it("[seed:C25 seed:D74] needs no redirect URI, since PKCE is never absent", async () => {
    expect(await redeem(test, test.pub, { code: await getCode(test, test.pub) })).toHaveProperty("access_token");
  });

  it("[mcp:T8 mcp:U2] is bound to the loopback port that was really used", async () => {
    const request = { redirect_uri: "http://127.0.0.1:51004/cb" };
    const code = await getCode(test, test.pub, { request });
    await expect(redeem(test, test.pub, { code, redirect_uri: "http://127.0.0.1/cb" })).rejects.toMatchObject(
      invalidGrant,
    );
    expect(await redeem(test, test.pub, { code, ...request })).toHaveProperty("access_token");
  });

  it("[attack:A062 seed:S90 seed:D78] lives for 60 seconds", async () => {
    const code = await getCode(test, test.pub);
    test.clock.advance(60);
    await expect(redeem(test, test.pub, { code })).rejects.toMatchObject({ ...invalidGrant, reason: "code_expired" });
    await expect(redeem(test, test.bas, { code })).rejects.toMatchObject(invalidGrant);
  });

  it("[seed:C23 seed:T42 seed:S77 attack:A055] that has no challenge cannot be redeemed, with or without a verifier", async () => {
    const decoded = decodeToken(tokenPrefixes.authorizationCode, await getCode(test, test.pub), 32);
    const stored = await test.store.grants.getCode(decoded?.id ?? 0);
    if (stored === undefined) throw new Error("the code is not stored");
    const secret = Buffer.alloc(32, 7);
    const id = test.store.nextId(test.clock.now());
    await test.store.grants.insertCode({ ...stored, id, hash: hashSecret(secret), codeChallenge: "" });
    const code = encodeToken(tokenPrefixes.authorizationCode, id, secret);
    for (const verifier of ["", pkce.verifier, "x".repeat(43)]) {
      await expect(redeem(test, test.pub, { code, code_verifier: verifier })).rejects.toMatchObject(invalidGrant);
    }
  });

  it("[attack:A056] with two verifiers, or one in brackets, is refused and stays usable", async () => {
    const code = await getCode(test, test.pub);
    const fields = new URLSearchParams({ grant_type: "authorization_code", client_id: test.pub.id, code }).toString();
    const twice = `${fields}&code_verifier=${pkce.verifier}&code_verifier=${pkce.verifier}`;
    await expect(test.provider.token(formRequest(twice))).rejects.toMatchObject({ error: "invalid_request" });
    const bracketed = `${fields}&code_verifier[]=${pkce.verifier}`;
    await expect(test.provider.token(formRequest(bracketed))).rejects.toMatchObject({ status: 400 });
    expect(await redeem(test, test.pub, { code })).toHaveProperty("access_token");
  });

  it("[seed:D80 seed:S79] stays usable when the store fails at the moment of redemption", async () => {
    const code = await getCode(test, test.pub);
    const { redeem: works } = test.store.grants;
    test.store.grants.redeem = () => Promise.reject(new StoreUnavailableError("full"));
    await expect(redeem(test, test.pub, { code })).rejects.toBeInstanceOf(StoreUnavailableError);
    test.store.grants.redeem = works;
    expect(await redeem(test, test.pub, { code })).toHaveProperty("access_token");
  });

  it("[seed:S40] must be there at all", async () => {
    await expect(requestToken(test, test.pub, { grant_type: "authorization_code" })).rejects.toMatchObject({
      error: "invalid_request",
    });
  });

  it.each(["nonsense", "sp_ac_x", "", "sp_ac_" + "A".repeat(60)])("[seed:T44] is not %s", async (code) => {
    await expect(redeem(test, test.pub, { code })).rejects.toMatchObject({ status: 400 });
  });

  it("[attack:A059 seed:C22 seed:D77] redeemed 50 times at once buys one token set, which the replays end", async () => {
    const code = await getCode(test, test.bas);
    const answers = await Promise.allSettled(Array.from({ length: 50 }, () => redeem(test, test.bas, { code })));
    const winners = answers.filter((answer) => answer.status === "fulfilled");
    expect(winners).toHaveLength(1);
    const refusals = answers.filter((answer) => answer.status === "rejected").map((answer) => answer.reason);
    for (const refusal of refusals) expect(refusal).toMatchObject(invalidGrant);
    expect(await introspect(test, winners[0]?.value["access_token"])).toEqual({ active: false });
  });

  it("[attack:A065 seed:C36 seed:D153] dies with the consent, the person, the password and the client", async () => {
    const { manage } = test.provider;
    const endings: (() => Promise<unknown>)[] = [
      () => manage.consents.revokeFor(test.alice.id, test.bas.id),
      () => manage.users.signOutEverywhere(test.alice.id),
      () => manage.users.setPassword(test.alice.id, "correct horse battery"),
      () => manage.users.setStatus(test.alice.id, "disabled"),
    ];
    for (const end of endings) {
      const code = await getCode(test, test.bas);
      await end();
      await expect(redeem(test, test.bas, { code })).rejects.toMatchObject(invalidGrant);
    }
    await manage.users.setStatus(test.alice.id, "active");
    const code = await getCode(test, test.pub);
    await manage.clients.setStatus(test.pub.id, "disabled");
    await expect(redeem(test, test.pub, { code })).rejects.toMatchObject({ error: "invalid_client" });
  });

  it("[mcp:T9 mcp:I5 attack:A112] is for its resource only, and a wrong one does not consume it", async () => {
    await test.provider.manage.resources.create({ uri: "https://mcp.example/mcp" });
    await test.provider.manage.resources.create({ uri: "https://other.example/mcp" });
    const code = await getCode(test, test.pub, { request: { resource: "https://mcp.example/mcp" } });
    await expect(redeem(test, test.pub, { code, resource: "https://other.example/mcp" })).rejects.toMatchObject({
      error: "invalid_target",
    });
    expect(await redeem(test, test.pub, { code, resource: "https://MCP.example/mcp/" })).toHaveProperty("access_token");
  });

  it("[seed:D108 seed:C17] of nobody tells nothing: the client is judged first", async () => {
    const request = formRequest({ grant_type: "authorization_code", code: "x", client_id: "client_nobody" });
    await expect(test.provider.token(request)).rejects.toMatchObject({ error: "invalid_client" });
  });

  it("[seed:S91 seed:D116] brings a refresh token only to a client that registered for renewing", async () => {
    const { client } = await test.provider.manage.clients.create({
      name: "Once",
      type: "public",
      redirectUris: [redirectUri],
      grantTypes: ["authorization_code"],
    });
    const tokens = await redeem(test, client, { code: await getCode(test, client) });
    expect(tokens["refresh_token"]).toBeUndefined();
  });

  it("[seed:S87 seed:S88 seed:D171] obeys the client's own lifetimes", async () => {
    const { client } = await test.provider.manage.clients.create({
      name: "Brief",
      type: "public",
      redirectUris: [redirectUri],
      accessTokenTtlSeconds: 120,
      refreshTokenTtlSeconds: 600,
    });
    const tokens = await redeem(test, client, { code: await getCode(test, client) });
    expect(tokens["expires_in"]).toBe(120);
    test.clock.advance(600);
    await expect(refresh(test, client, tokens)).rejects.toMatchObject(invalidGrant);
  });

  it("[seed:S39] keeps where it was redeemed with the grant, cut to size", async () => {
    const code = await getCode(test, test.pub);
    const request = clientRequest(test, test.pub, {
      grant_type: "authorization_code",
      code,
      code_verifier: pkce.verifier,
    });
    await test.provider.token({ ...request, userAgent: "x".repeat(900), address: "192.0.2.1" });
    const [grant] = await test.store.grants.listByUser(test.alice.id, test.clock.now());
    expect(grant).toMatchObject({ address: "192.0.2.1", userAgent: "x".repeat(500) });
  });
});

describe("the authorization request", () => {
  /** The error that the client gets. */
  async function errorOf(change: Record<string, string>): Promise<string | null> {
    const request = { ...goodRequest(test.pub), ...change };
    const outcome = await test.provider.authorize(authorizeRequest(request), {
      browser: undefined,
      session: undefined,
    });
    if (outcome.kind !== "redirect") return outcome.kind;
    const { searchParams } = new URL(outcome.location);
    expect(searchParams.get("iss")).toBe("https://as.example");
    expect(searchParams.get("state")).toBe("the-state");
    expect(searchParams.has("code")).toBe(false);
    return searchParams.get("error");
  }

  it.each<[string, Record<string, string>, string]>([
    ["no response type", { response_type: "" }, "invalid_request"],
    ["response type token", { response_type: "token" }, "unsupported_response_type"],
    ["response type CODE", { response_type: "CODE" }, "unsupported_response_type"],
    ["response type code twice", { response_type: "code code" }, "unsupported_response_type"],
    ["no challenge", { code_challenge: "" }, "invalid_request"],
    ["method plain", { code_challenge_method: "plain" }, "invalid_request"],
    ["no method", { code_challenge_method: "" }, "invalid_request"],
    ["method s256", { code_challenge_method: "s256" }, "invalid_request"],
    ["a short challenge", { code_challenge: "a".repeat(42) }, "invalid_request"],
    ["response mode form_post", { response_mode: "form_post" }, "invalid_request"],
    ["response mode fragment", { response_mode: "fragment" }, "invalid_request"],
    ["a request object", { request: "x.y.z" }, "request_not_supported"],
    ["a request_uri", { request_uri: "https://canary.example/x" }, "request_uri_not_supported"],
    ["a malformed scope", { scope: 'a"b' }, "invalid_scope"],
    ["only unknown scopes", { scope: "root nuke" }, "invalid_scope"],
    ["an unknown resource", { resource: "https://nobody.example/" }, "invalid_target"],
    ["a relative resource", { resource: "/mcp" }, "invalid_target"],
    ["a resource with a fragment", { resource: "https://mcp.example/#x" }, "invalid_target"],
    ["a script as resource", { resource: "javascript:alert(1)" }, "invalid_target"],
    ["a resource with user information", { resource: "https://a@mcp.example/" }, "invalid_target"],
    ["ten thousand scopes", { scope: "a ".repeat(10_000) }, "invalid_scope"],
    ["a scope with a tab", { scope: "a\tb" }, "invalid_scope"],
    ["prompt none, signed out", { prompt: "none" }, "login_required"],
    ["prompt none and login", { prompt: "none login" }, "invalid_request"],
    ["a negative max_age", { max_age: "-1" }, "invalid_request"],
    ["a nonce without end", { nonce: "n".repeat(8193) }, "invalid_request"],
  ])(
    "[seed:C4 seed:D13 seed:D14 seed:D16 seed:T5 seed:T25 seed:S19 seed:S20 seed:S24 mcp:I5 mcp:S1 mcp:A3 mcp:A8 seed:D23 seed:D27 attack:A109 attack:A110 attack:A237 attack:A003 attack:A004 attack:A018 attack:A019 attack:A020 attack:A021 attack:A022 attack:A048 attack:A050 attack:A051] with %s goes back to the client",
    async (_name, change, error) => {
      expect(await errorOf(change)).toBe(error);
    },
  );

  it("[seed:C9 seed:S25 seed:D22 attack:A049] needs PKCE from confidential clients too", async () => {
    const request = { ...goodRequest(test.bas), code_challenge: "" };
    const outcome = await test.provider.authorize(authorizeRequest(request), {
      browser: undefined,
      session: undefined,
    });
    expect(outcome).toMatchObject({ kind: "redirect", refusal: { error: "invalid_request" } });
  });

  it.each<[string, Record<string, string>]>([
    ["an unknown client", { client_id: "nobody" }],
    ["no client", { client_id: "" }],
    ["a foreign redirect URI", { redirect_uri: "https://evil.example/" }],
    ["no redirect URI of several", { redirect_uri: "" }],
  ])(
    "[seed:C5 seed:S18 seed:S76 seed:T60 seed:T24 seed:T40 seed:S21 seed:S22 attack:A001 attack:A002 attack:A035 mcp:A2] with %s goes nowhere, whatever else is wrong",
    async (_name, change) => {
      const request = authorizeRequest({ ...goodRequest(test.pub), response_type: "token", ...change });
      await expect(test.provider.authorize(request, { browser: undefined, session: undefined })).rejects.toThrow("");
      await expect(test.provider.authorize(request, { browser: undefined, session: undefined })).rejects.toHaveProperty(
        "refusal",
      );
    },
  );

  it("[attack:A005 attack:A006 seed:C6] with a repeated client_id or redirect_uri goes nowhere", async () => {
    const query = new URLSearchParams(goodRequest(test.pub)).toString();
    for (const name of ["client_id", "redirect_uri"]) {
      const request = authorizeRequest(`${query}&${name}=${encodeURIComponent(goodRequest(test.pub)[name] ?? "")}`);
      await expect(test.provider.authorize(request, { browser: undefined, session: undefined })).rejects.toHaveProperty(
        "refusal",
      );
    }
  });

  it("[seed:C6 seed:D15 mcp:A9] with any other name repeated is refused at the client", async () => {
    const query = new URLSearchParams(goodRequest(test.pub)).toString();
    const outcome = await test.provider.authorize(authorizeRequest(`${query}&scope=openid`), {
      browser: undefined,
      session: undefined,
    });
    expect(outcome).toMatchObject({ kind: "redirect", refusal: { reason: "repeated_parameter" } });
  });

  it("[attack:A042 seed:D21] never uses a bad redirect URI that got into the store", async () => {
    const bad = { ...test.pub, id: "client_bad", redirectUris: ["javascript:alert(1)"] };
    await test.store.clients.insert(bad);
    const request = authorizeRequest({ ...goodRequest(bad), redirect_uri: "javascript:alert(1)" });
    await expect(test.provider.authorize(request, { browser: undefined, session: undefined })).rejects.toHaveProperty(
      "refusal",
    );
  });

  it("[seed:D31] that meets a failing store tells the client so, by redirect", async () => {
    const ask = async () => {
      const outcome = await test.provider.authorize(authorizeRequest(goodRequest(test.pub)), {
        browser: undefined,
        session: undefined,
      });
      return outcome.kind === "redirect" ? new URL(outcome.location).searchParams.get("error") : outcome.kind;
    };
    test.store.interactions.insert = () => Promise.reject(new StoreUnavailableError("full"));
    expect(await ask()).toBe("temporarily_unavailable");
    test.store.interactions.insert = () => Promise.reject(new Error("a mistake of ours"));
    expect(await ask()).toBe("server_error");
  });

  it("[mcp:A5] shows a stranger's error to the person first", async () => {
    const dynamic = { ...test.pub, id: "client_dynamic", provenance: "dynamic" as const };
    await test.store.clients.insert(dynamic);
    const request = authorizeRequest({ ...goodRequest(dynamic), code_challenge: "" });
    const outcome = await test.provider.authorize(request, { browser: undefined, session: undefined });
    expect(outcome.kind).toBe("interstitial");
  });

  it("[seed:T14 seed:S30 seed:D28 mcp:A3 attack:A237 seed:C37] is answered with code, iss and the state as it came", async () => {
    const state = `${"s".repeat(2048)}\r\n"><é`;
    const { location } = await authorize(test, test.pub, { request: { state, nonce: "n".repeat(300) } });
    expect(location.searchParams.get("state")).toBe(state);
    expect(location.searchParams.get("iss")).toBe("https://as.example");
    expect(location.searchParams.get("code")).toMatch(/^sp_ac_/);
  });

  it("[seed:S23 seed:T41 mcp:S1 attack:A108] drops scopes that do not exist and says so in the token answer", async () => {
    const code = await getCode(test, test.pub, { request: { scope: "openid root email" } });
    expect(await redeem(test, test.pub, { code })).toMatchObject({ scope: "openid email" });
    expect(test.events).toContainEqual(
      expect.objectContaining({ type: "scope.dropped", clientId: test.pub.id, scopes: ["root"] }),
    );
  });
});
