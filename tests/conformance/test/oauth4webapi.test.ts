import * as oauth from "oauth4webapi";
import * as openid from "openid-client";
import { beforeAll, describe, expect, it } from "vitest";
import { redirectUri } from "../src/mcp-app.ts";
import { createPerson } from "../src/browser-person.ts";
import { type Program, startDev } from "../src/program.ts";

// Loopback without TLS is what a developer has; nothing else is relaxed.
const overHttp = { [oauth.allowInsecureRequests]: true };

const scope = "openid profile email demo:read";

let dev: Program;
beforeAll(async () => {
  dev = await startDev();
  return () => dev[Symbol.asyncDispose]();
});

async function discover(algorithm: "oauth2" | "oidc"): Promise<oauth.AuthorizationServer> {
  const issuer = new URL(dev.issuer);
  const response = await oauth.discoveryRequest(issuer, { algorithm, ...overHttp });
  return await oauth.processDiscoveryResponse(issuer, response);
}

interface Registration {
  client: oauth.Client;
  auth: oauth.ClientAuth;
}

async function register(as: oauth.AuthorizationServer, method: string): Promise<Registration> {
  const metadata = { client_name: "Strict", redirect_uris: [redirectUri], token_endpoint_auth_method: method };
  const response = await oauth.dynamicClientRegistrationRequest(as, metadata, overHttp);
  const client = await oauth.processDynamicClientRegistrationResponse(response);
  expect(client["token_endpoint_auth_method"]).toBe(method);
  const secret = String(client["client_secret"]);
  const auths: Record<string, oauth.ClientAuth> = {
    none: oauth.None(),
    client_secret_basic: oauth.ClientSecretBasic(secret),
    client_secret_post: oauth.ClientSecretPost(secret),
  };
  return { client, auth: auths[method] ?? oauth.None() };
}

/** The code flow with every check that the library has. */
async function signIn(
  as: oauth.AuthorizationServer,
  { client, auth }: Registration,
): Promise<oauth.TokenEndpointResponse> {
  const [state, nonce, verifier] = [
    oauth.generateRandomState(),
    oauth.generateRandomNonce(),
    oauth.generateRandomCodeVerifier(),
  ];
  const url = new URL(as.authorization_endpoint ?? "");
  url.search = new URLSearchParams({
    response_type: "code",
    client_id: client.client_id,
    redirect_uri: redirectUri,
    scope,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
    nonce,
  }).toString();
  const response = await createPerson(dev.account).authorize(url, redirectUri);
  const parameters = oauth.validateAuthResponse(as, client, response, state);
  const answer = await oauth.authorizationCodeGrantRequest(
    as,
    client,
    auth,
    parameters,
    redirectUri,
    verifier,
    overHttp,
  );
  const tokens = await oauth.processAuthorizationCodeResponse(as, client, answer, {
    expectedNonce: nonce,
    requireIdToken: true,
  });
  await oauth.validateApplicationLevelSignature(as, answer, overHttp);
  return tokens;
}
async function refresh(
  as: oauth.AuthorizationServer,
  { client, auth }: Registration,
  token = "",
): Promise<oauth.TokenEndpointResponse> {
  const answer = await oauth.refreshTokenGrantRequest(as, client, auth, token, overHttp);
  return await oauth.processRefreshTokenResponse(as, client, answer);
}

const authMethods = ["none", "client_secret_basic", "client_secret_post"] as const;

describe("oauth4webapi", () => {
  it("[mcp:D1 mcp:D2] finds the server by either document, with one issuer", async () => {
    const { issuer } = dev;
    expect(await discover("oauth2")).toMatchObject({ issuer });
    expect(await discover("oidc")).toEqual(await discover("oauth2"));
  });

  it.each(authMethods)(
    "[mcp:I6 seed:D6 seed:D91 seed:D93 seed:C33] checks all that a client with %s gets",
    async (method) => {
      const as = await discover("oidc");
      const registration = await register(as, method);
      const tokens = await signIn(as, registration);
      const { client_id } = registration.client;
      const identity = oauth.getValidatedIdTokenClaims(tokens);
      expect(identity).toMatchObject({ aud: client_id, auth_time: expect.any(Number), nonce: expect.any(String) });

      const headers = { authorization: `Bearer ${tokens.access_token}` };
      const request = new Request(dev.mcpUrl, { headers });
      const access = await oauth.validateJwtAccessToken(as, request, dev.mcpUrl, overHttp);
      expect(access).toMatchObject({ sub: identity?.sub, client_id, scope });

      const answer = await oauth.userInfoRequest(as, registration.client, tokens.access_token, overHttp);
      const person = await oauth.processUserInfoResponse(as, registration.client, access.sub, answer);
      expect(person).toMatchObject({ email: dev.account.email });
    },
  );

  it.each(authMethods)("[mcp:F7 seed:S50] refreshes and revokes as a client with %s", async (method) => {
    const as = await discover("oauth2");
    const registration = await register(as, method);
    const first = await signIn(as, registration);
    const second = await refresh(as, registration, first.refresh_token);
    expect(second.access_token).not.toBe(first.access_token);
    expect(second.refresh_token).not.toBe(first.refresh_token);

    const { client, auth } = registration;
    const revoked = await oauth.revocationRequest(as, client, auth, second.refresh_token ?? "", overHttp);
    await oauth.processRevocationResponse(revoked);
    await expect(refresh(as, registration, second.refresh_token)).rejects.toMatchObject({ error: "invalid_grant" });
    const refused = await oauth.userInfoRequest(as, client, second.access_token, overHttp);
    await expect(oauth.processUserInfoResponse(as, client, oauth.skipSubjectCheck, refused)).rejects.toMatchObject({
      code: oauth.WWW_AUTHENTICATE_CHALLENGE,
      status: 401,
    });
  });

  it("[seed:S53 seed:S57] introspects a token, alive and revoked", async () => {
    const as = await discover("oauth2");
    const registration = await register(as, "client_secret_basic");
    const { client, auth } = registration;
    const { access_token: token } = await signIn(as, registration);
    const introspect = async () =>
      await oauth.processIntrospectionResponse(
        as,
        client,
        await oauth.introspectionRequest(as, client, auth, token, overHttp),
      );
    const { client_id } = client;
    expect(await introspect()).toMatchObject({
      active: true,
      client_id,
      scope,
      iss: dev.issuer,
      sub: expect.any(String),
      aud: expect.arrayContaining([dev.mcpUrl]),
      iat: expect.any(Number),
      exp: expect.any(Number),
    });
    await oauth.processRevocationResponse(await oauth.revocationRequest(as, client, auth, token, overHttp));
    expect(await introspect()).toEqual({ active: false });
  });
});

describe("openid-client", () => {
  it("[seed:D6 seed:D93] signs a person in, reads who it is and refreshes", async () => {
    const relaxed = { execute: [openid.allowInsecureRequests] };
    const metadata = { redirect_uris: [redirectUri], token_endpoint_auth_method: "client_secret_post" };
    const config = await openid.dynamicClientRegistration(new URL(dev.issuer), metadata, undefined, relaxed);
    const verifier = openid.randomPKCECodeVerifier();
    const [expectedState, expectedNonce] = [openid.randomState(), openid.randomNonce()];
    const url = openid.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope,
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
      state: expectedState,
      nonce: expectedNonce,
    });
    const response = await createPerson(dev.account).authorize(url, redirectUri);
    const checks = { pkceCodeVerifier: verifier, expectedState, expectedNonce, idTokenExpected: true };
    const tokens = await openid.authorizationCodeGrant(config, response, checks);
    const { sub } = tokens.claims() ?? { sub: "" };
    expect(await openid.fetchUserInfo(config, tokens.access_token, sub)).toMatchObject({ name: "Alice" });
    const next = await openid.refreshTokenGrant(config, tokens.refresh_token ?? "");
    expect(next.claims()).toMatchObject({ sub });
  });
});
