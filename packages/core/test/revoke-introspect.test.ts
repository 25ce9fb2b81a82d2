import {
  basicHeader,
  createTestProvider,
  formRequest,
  getTokens,
  introspect,
  redirectUri,
  refresh,
  type TestProvider,
} from "@sallyport/fixtures";
import { beforeEach, describe, expect, it } from "vitest";
import { StoreUnavailableError } from "../src/errors.ts";
import type { JsonObject, OAuthRequest } from "../src/messages.ts";
import type { Client } from "../src/ports/store.ts";

let test: TestProvider;
let tokens: JsonObject;
const basic = () => basicHeader(test.bas.id, test.secret);

beforeEach(async () => {
  test = await createTestProvider();
  tokens = await getTokens(test, test.bas);
});

const text = (name: string): string => String(tokens[name]);

async function confidential(defaultResource?: string): Promise<{ client: Client; header: string }> {
  const { client, secret = "" } = await test.provider.manage.clients.create({
    name: "Other",
    type: "confidential",
    redirectUris: [redirectUri],
    defaultResource,
  });
  return { client, header: basicHeader(client.id, secret) };
}

async function revoke(parameters: Record<string, string>, header?: string): Promise<JsonObject | undefined> {
  const answer = await test.provider.revoke(formRequest(parameters, header));
  expect(answer.status).toBe(200);
  return answer.body;
}

describe("revocation", () => {
  it.each([["access_token"], ["refresh_token"]])(
    "[seed:T20 seed:S52 seed:S53 seed:D121 seed:C31 attack:A151 mcp:F7] of the %s ends the whole grant",
    async (name) => {
      expect(await revoke({ token: text(name) }, basic())).toBeUndefined();
      expect(await introspect(test, text("access_token"))).toEqual({ active: false });
      await expect(refresh(test, test.bas, tokens)).rejects.toMatchObject({ error: "invalid_grant" });
    },
  );

  it("[seed:D121 seed:C31] with an access token of an older rotation ends the newest tokens too", async () => {
    const next = await refresh(test, test.bas, { refresh_token: text("refresh_token") });
    await revoke({ token: text("access_token") }, basic());
    expect(await introspect(test, next["access_token"])).toEqual({ active: false });
  });

  it("[seed:S53] counts an expired access token", async () => {
    test.clock.advance(3600);
    await revoke({ token: text("access_token") }, basic());
    await expect(refresh(test, test.bas, tokens)).rejects.toMatchObject({ error: "invalid_grant" });
  });

  it.each(["refresh_token", "access_token", "nonsense", "__proto__"])(
    "[seed:S55 seed:D122 seed:C31 attack:A150] finds the token whatever the hint %s says",
    async (hint) => {
      await revoke({ token: text("refresh_token"), token_type_hint: hint }, basic());
      expect(await introspect(test, text("access_token"))).toEqual({ active: false });
    },
  );

  it("[attack:A150 seed:C31] answers unknown tokens and second times the same", async () => {
    for (const token of [text("refresh_token"), text("refresh_token"), "nonsense", "sp_rt_x"]) {
      expect(await revoke({ token }, basic())).toBeUndefined();
    }
  });

  it("[seed:S54 seed:D120 attack:A149] by another client has no effect and does not tell", async () => {
    const other = await confidential();
    expect(await revoke({ token: text("refresh_token") }, other.header)).toBeUndefined();
    expect(await revoke({ token: text("access_token"), client_id: test.pub.id })).toBeUndefined();
    expect(await introspect(test, text("access_token"))).toMatchObject({ active: true });
  });

  it("[seed:D117 seed:D118 seed:C31 attack:A149] needs a proven client", async () => {
    const requests: OAuthRequest[] = [
      formRequest({ token: text("refresh_token") }),
      formRequest({ token: text("refresh_token"), client_id: test.bas.id }),
      formRequest({ token: text("refresh_token") }, basicHeader(test.bas.id, "wrong")),
    ];
    for (const request of requests) {
      await expect(test.provider.revoke(request)).rejects.toMatchObject({ error: "invalid_client", status: 401 });
    }
    expect(await introspect(test, text("access_token"))).toMatchObject({ active: true });
  });

  it("[seed:T20 seed:D118] is open to a public client for its own tokens", async () => {
    const own = await getTokens(test, test.pub);
    await revoke({ token: String(own["refresh_token"]), client_id: test.pub.id });
    await expect(refresh(test, test.pub, own)).rejects.toMatchObject({ error: "invalid_grant" });
  });

  it("[seed:D123] needs a token", async () => {
    await expect(test.provider.revoke(formRequest({}, basic()))).rejects.toMatchObject({ error: "invalid_request" });
  });

  it("[seed:D119 seed:C31] is not claimed while the store fails", async () => {
    test.store.grants.revoke = () => Promise.reject(new StoreUnavailableError("full"));
    await expect(test.provider.revoke(formRequest({ token: text("refresh_token") }, basic()))).rejects.toBeInstanceOf(
      StoreUnavailableError,
    );
  });
});

describe("introspection", () => {
  it("[seed:T17 seed:T51 seed:S57 seed:S82 seed:D131 seed:D130] describes an access token", async () => {
    expect(await introspect(test, text("access_token"))).toEqual({
      active: true,
      scope: "openid profile email",
      client_id: test.bas.id,
      username: "alice@example.com",
      token_type: "Bearer",
      exp: test.clock.now() + 900,
      iat: test.clock.now(),
      nbf: test.clock.now(),
      sub: test.alice.id,
      aud: "https://as.example/oauth/provider/userinfo",
      iss: "https://as.example",
      jti: expect.any(String),
    });
  });

  it("[seed:D131] names the person only with the email scope", async () => {
    const narrow = await refresh(test, test.bas, { refresh_token: text("refresh_token"), scope: "openid" });
    expect((await introspect(test, narrow["access_token"]))["username"]).toBeUndefined();
  });

  it("[seed:T18 seed:S58 seed:D132 seed:D136] describes a refresh token to its own client, with issuer and audience, without a token type", async () => {
    const answer = await introspect(test, text("refresh_token"));
    expect(answer).toMatchObject({
      active: true,
      client_id: test.bas.id,
      sub: test.alice.id,
      scope: "openid profile email",
      iss: "https://as.example",
      aud: "https://as.example",
    });
    expect(answer).not.toHaveProperty("token_type");
  });

  it("[seed:T28 seed:T52 seed:S59 seed:C32 attack:A147] answers exactly active:false for everything else", async () => {
    const foreign = await createTestProvider({ issuer: "https://other.example" });
    const theirs = await getTokens(foreign, foreign.bas);
    const answers = [
      "garbage",
      "sp_rt_x",
      text("id_token"),
      theirs["access_token"],
      theirs["refresh_token"],
      "a.b.c",
      "x".repeat(20_000),
    ];
    for (const token of answers) expect(await introspect(test, token)).toEqual({ active: false });
  });

  it("[seed:C32 seed:D133] answers active:false after expiry", async () => {
    test.clock.advance(900);
    expect(await introspect(test, text("access_token"))).toEqual({ active: false });
  });

  it("[seed:S56 seed:S60 seed:D127 seed:C32 attack:A145] answers nobody without a proven secret", async () => {
    const token = text("access_token");
    const requests = [
      formRequest({ token }),
      formRequest({ token, client_id: test.pub.id }),
      formRequest({ token }, "Bearer abc"),
      formRequest({ token }, basicHeader(test.bas.id, "wrong")),
    ];
    for (const request of requests) {
      await expect(test.provider.introspect(request)).rejects.toMatchObject({ error: "invalid_client", status: 401 });
    }
  });

  it("[attack:A146 seed:C32 mcp:H11] tells a resource server of tokens for its resource only", async () => {
    const rs = await confidential("https://mcp.example/mcp");
    await confidential("https://other.example/mcp");
    const ask = async (token: unknown) =>
      (await test.provider.introspect(formRequest({ token: String(token) }, rs.header))).body;
    const forIt = await getTokens(test, test.bas, { request: { resource: "https://mcp.example/mcp" } });
    const forOther = await getTokens(test, test.bas, { request: { resource: "https://other.example/mcp" } });
    expect(await ask(forIt["access_token"])).toMatchObject({ active: true, aud: "https://mcp.example/mcp" });
    expect(await ask(forOther["access_token"])).toEqual({ active: false });
    expect(await ask(forIt["refresh_token"])).toEqual({ active: false });
  });

  it("[seed:C35 seed:D133 seed:T12] forgets the tokens of a client that is deleted or disabled", async () => {
    const rs = await confidential("https://mcp.example/mcp");
    const own = await getTokens(test, test.pub, { request: { resource: "https://mcp.example/mcp" } });
    const ask = async () =>
      (await test.provider.introspect(formRequest({ token: String(own["access_token"]) }, rs.header))).body;
    expect(await ask()).toMatchObject({ active: true });
    await test.provider.manage.clients.setStatus(test.pub.id, "disabled");
    expect(await ask()).toEqual({ active: false });
    await test.provider.manage.clients.setStatus(test.pub.id, "active");
    expect(await ask()).toEqual({ active: false });
    const again = await getTokens(test, { ...test.pub }, { request: { resource: "https://mcp.example/mcp" } });
    await test.provider.manage.clients.delete(test.pub.id);
    const answer = await test.provider.introspect(formRequest({ token: String(again["access_token"]) }, rs.header));
    expect(answer.body).toEqual({ active: false });
  });

  it("[seed:D129 seed:D137] hides no failure of the store behind active:false", async () => {
    test.store.grants.get = () => Promise.reject(new StoreUnavailableError("gone"));
    await expect(introspect(test, text("access_token"))).rejects.toBeInstanceOf(StoreUnavailableError);
  });
});

describe("a look-up in the same process", () => {
  const lookUp = (name: string) => test.provider.lookUpAccessToken(text(name));

  it("[mcp:H11 seed:D133] tells of a living access token what introspection tells, until it is revoked", async () => {
    expect(await lookUp("access_token")).toMatchObject({
      active: true,
      client_id: test.bas.id,
      scope: tokens["scope"],
    });
    await revoke({ token: text("refresh_token") }, basic());
    expect(await lookUp("access_token")).toBeUndefined();
  });

  it("[mcp:H11] knows nothing of any other text", async () => {
    for (const name of ["refresh_token", "id_token", "nothing"]) expect(await lookUp(name)).toBeUndefined();
    test.clock.advance(900);
    expect(await lookUp("access_token")).toBeUndefined();
  });
});

describe("user-info", () => {
  const ask = (headers: string[], more: Partial<OAuthRequest> = {}) =>
    test.provider.userinfo({
      ...formRequest({}),
      method: "GET",
      contentType: undefined,
      authorization: headers,
      ...more,
    });

  it("tells what the scopes allow", async () => {
    expect((await ask([`Bearer ${text("access_token")}`])).body).toEqual({
      sub: test.alice.id,
      name: "Alice",
      email: "alice@example.com",
    });
  });

  it("[attack:A153] takes the token once, in the header", async () => {
    const header = `Bearer ${text("access_token")}`;
    await expect(ask([header, header])).rejects.toMatchObject({ error: "invalid_request" });
    await expect(ask([header], { query: "access_token=x" })).rejects.toMatchObject({ error: "invalid_request" });
    await expect(ask([], { query: "access_token=x" })).rejects.toMatchObject({ error: "invalid_request" });
    await expect(ask([header], { body: "access_token=x" })).rejects.toMatchObject({ error: "invalid_request" });
  });

  it("[attack:A154] refuses tokens without openid, for another resource, expired, or of another kind", async () => {
    const narrow = await refresh(test, test.bas, { refresh_token: text("refresh_token"), scope: "email" });
    await expect(ask([`Bearer ${String(narrow["access_token"])}`])).rejects.toMatchObject({
      error: "insufficient_scope",
      status: 403,
    });
    await test.provider.manage.resources.create({ uri: "https://mcp.example/mcp" });
    const other = await getTokens(test, test.bas, { request: { resource: "https://mcp.example/mcp" } });
    await expect(ask([`Bearer ${String(other["access_token"])}`])).rejects.toMatchObject({
      error: "invalid_token",
      reason: "other_audience",
    });
    await expect(ask([`Bearer ${text("id_token")}`])).rejects.toMatchObject({ error: "invalid_token" });
    test.clock.advance(900);
    await expect(ask([`Bearer ${text("access_token")}`])).rejects.toMatchObject({
      error: "invalid_token",
      status: 401,
    });
  });

  it("[attack:A155] asks for a token without naming an error", async () => {
    await expect(ask([])).rejects.toMatchObject({ error: "invalid_token", presented: false });
  });
});
