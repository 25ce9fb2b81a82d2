import { discoverAndRequestJwtAuthGrant } from "@modelcontextprotocol/client";
import * as oauth from "oauth4webapi";
import * as openid from "openid-client";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { redirectUri } from "../src/mcp-app.ts";
import { type Dev, startDev } from "../src/program.ts";

// Loopback without TLS is what a developer has; nothing else is relaxed.
const overHttp = { [oauth.allowInsecureRequests]: true };
const clientId = "enterprise-app";
const clientSecret = `${clientId}-secret`;

let dev: Dev;
let idp: string;
beforeAll(async () => {
  dev = await startDev("--identity-provider");
  idp = z.object({ issuer: z.string() }).parse(await dev.control.query("identities.get")).issuer;
  return () => dev[Symbol.asyncDispose]();
});

/** Where the browser of a person goes who picks alice. */
async function pickAlice(url: URL): Promise<URL> {
  const chosen = new URL(url);
  chosen.searchParams.set("person", "alice");
  const response = await fetch(chosen, { redirect: "manual" });
  return new URL(response.headers.get("location") ?? "", url);
}

/** The code flow with all checks of `openid-client`. */
async function signIn(authentication: openid.ClientAuth) {
  const relaxed = { execute: [openid.allowInsecureRequests, openid.enableNonRepudiationChecks] };
  const config = await openid.discovery(new URL(idp), clientId, undefined, authentication, relaxed);
  const verifier = openid.randomPKCECodeVerifier();
  const [expectedState, expectedNonce] = [openid.randomState(), openid.randomNonce()];
  const url = openid.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: "openid profile email",
    code_challenge: await openid.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state: expectedState,
    nonce: expectedNonce,
  });
  const checks = { pkceCodeVerifier: verifier, expectedState, expectedNonce, idTokenExpected: true, maxAge: 60 };
  const tokens = await openid.authorizationCodeGrant(config, await pickAlice(url), checks);
  return { config, tokens };
}

describe("the identity provider of dev", () => {
  it.each([
    ["client_secret_basic", openid.ClientSecretBasic(clientSecret)],
    ["client_secret_post", openid.ClientSecretPost(clientSecret)],
    ["none", openid.None()],
  ])("[dev:I3] signs people in to openid-client with %s", async (_method, authentication) => {
    const { config, tokens } = await signIn(authentication);
    expect(tokens.claims()).toMatchObject({ iss: idp, sub: "alice", aud: clientId, email: "alice@example.com" });
    const user = await openid.fetchUserInfo(config, tokens.access_token, "alice");
    expect(user).toMatchObject({ name: "Alice", email_verified: true });
  });

  it("[dev:I3] is found by oauth4webapi by either document", async () => {
    for (const algorithm of ["oidc", "oauth2"] as const) {
      const response = await oauth.discoveryRequest(new URL(idp), { algorithm, ...overHttp });
      const as = await oauth.processDiscoveryResponse(new URL(idp), response);
      expect(as["identity_chaining_requested_token_types_supported"]).toEqual([
        "urn:ietf:params:oauth:token-type:id-jag",
      ]);
    }
  });

  it("[dev:I3] gives an ID-JAG to oauth4webapi", async () => {
    const { tokens } = await signIn(openid.None());
    const as = await oauth.processDiscoveryResponse(new URL(idp), await oauth.discoveryRequest(new URL(idp), overHttp));
    const client = { client_id: clientId };
    const grant = "urn:ietf:params:oauth:grant-type:token-exchange";
    const parameters = {
      requested_token_type: "urn:ietf:params:oauth:token-type:id-jag",
      subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
      subject_token: tokens.id_token ?? "",
      audience: dev.issuer,
    };
    const auth = oauth.ClientSecretBasic(clientSecret);
    const answer = await oauth.genericTokenEndpointRequest(as, client, auth, grant, parameters, overHttp);
    const recognizedTokenTypes = { n_a: () => undefined };
    const issued = await oauth.processGenericTokenEndpointResponse(as, client, answer, { recognizedTokenTypes });
    expect(issued).toMatchObject({ issued_token_type: parameters.requested_token_type, token_type: "n_a" });
  });

  it("[dev:I3] gives an ID-JAG to the official SDK's cross-app access", async () => {
    const { tokens } = await signIn(openid.ClientSecretBasic(clientSecret));
    const { jwtAuthGrant, expiresIn, scope } = await discoverAndRequestJwtAuthGrant({
      idpUrl: idp,
      audience: dev.issuer,
      resource: dev.mcpUrl,
      idToken: tokens.id_token ?? "",
      clientId,
      clientSecret,
      scope: "demo:read",
    });
    expect({ expiresIn, scope }).toEqual({ expiresIn: 300, scope: "demo:read" });
    const [header = "", payload = ""] = jwtAuthGrant
      .split(".")
      .map((part) => Buffer.from(part, "base64url").toString());
    expect(JSON.parse(header)).toMatchObject({ typ: "oauth-id-jag+jwt" });
    expect(JSON.parse(payload)).toMatchObject({ iss: idp, aud: dev.issuer, sub: "alice", resource: dev.mcpUrl });
  });

  it("[dev:I1 dev:I2] issues client assertions that this server takes, unless they are spoilt", async () => {
    const as = await oauth.processDiscoveryResponse(
      new URL(dev.issuer),
      await oauth.discoveryRequest(new URL(dev.issuer), overHttp),
    );
    const metadata = {
      client_name: "Workload",
      redirect_uris: [redirectUri],
      token_endpoint_auth_method: "private_key_jwt",
      jwks: z
        .object({ keys: z.array(z.record(z.string(), z.string())) })
        .parse(await (await fetch(`${idp}/jwks`)).json()),
    };
    const registered = await oauth.dynamicClientRegistrationRequest(as, metadata, overHttp);
    const { client_id } = await oauth.processDynamicClientRegistrationResponse(registered);
    const askWith = async (change: object): Promise<unknown> => {
      const wish = { kind: "workload", issuer: client_id, subject: client_id, audience: dev.issuer, ...change };
      const { token } = z.object({ token: z.string() }).parse(await dev.control.mutate("identities.issue", wish));
      const body = new URLSearchParams({
        grant_type: "refresh_token",
        refresh_token: "none",
        client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        client_assertion: token,
      });
      const response = await fetch(as.token_endpoint ?? "", { method: "POST", body });
      return z.object({ error: z.string() }).parse(await response.json()).error;
    };
    // The refresh token is no good; only whom the server knows is told so.
    expect(await askWith({})).toBe("invalid_grant");
    expect(await askWith({ algorithm: "ES256" })).toBe("invalid_grant");
    for (const defect of ["expired", "wrong_audience", "wrong_issuer", "bad_signature", "unknown_key", "unsigned"]) {
      expect(`${defect} ${String(await askWith({ defects: [defect] }))}`).toBe(`${defect} invalid_client`);
    }
  });
});
