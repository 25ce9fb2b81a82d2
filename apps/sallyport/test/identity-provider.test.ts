import { createRemoteJWKSet, decodeProtectedHeader, errors, jwtVerify, type JWTVerifyOptions } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DevFixture, send, startDevHere } from "./dev-control.ts";
import { callHere } from "./program.ts";

const timeout = 30_000;
const client = "test-client";
const resource = "http://localhost:3000/mcp";

let dev: DevFixture;
let idp: string;
beforeAll(async () => {
  dev = await startDevHere({ identityProvider: true });
  idp = dev.server.identityIssuer ?? "";
}, timeout);
afterAll(async () => await dev.server.close());

async function issue(wish: object): Promise<string> {
  const issued = (await dev.mutate("identities.issue", wish)) as { token: string };
  return issued.token;
}

/** By a library that knows nothing of how it was made. */
async function verify(token: string, options: JWTVerifyOptions = {}) {
  const keys = createRemoteJWKSet(new URL(`${idp}/jwks`));
  return await jwtVerify(token, keys, { issuer: idp, algorithms: ["RS256", "ES256"], ...options });
}

/** As an authorization server would take it. */
const asIdJag = (): JWTVerifyOptions => ({
  typ: "oauth-id-jag+jwt",
  audience: dev.server.issuer,
  requiredClaims: ["sub", "iat", "exp", "jti", "client_id"],
});

describe("tokens of the identity provider", { timeout }, () => {
  it("[dev:I1] are ID-JAGs for the server beside it, as its draft has them", async () => {
    const token = await issue({ kind: "id_jag", clientId: client, resource, scope: "demo:read" });
    const { payload, protectedHeader } = await verify(token, asIdJag());
    expect(protectedHeader).toMatchObject({ alg: "RS256", typ: "oauth-id-jag+jwt" });
    expect(payload).toMatchObject({ sub: "alice", client_id: client, resource, scope: "demo:read" });
    expect(payload).toMatchObject({ email: "alice@example.com", auth_time: payload.iat });
    expect(Number(payload.exp) - Number(payload.iat)).toBe(300);
  });

  it.each([
    ["plain", "workload"],
    ["kubernetes", "system:serviceaccount:default:demo"],
    ["github_actions", "repo:example/demo:ref:refs/heads/main"],
    ["spiffe", "spiffe://example.org/demo"],
  ])("[dev:I1] are workload tokens as of %s", async (platform, subject) => {
    const audience = "https://auth.example";
    const token = await issue({ kind: "workload", platform, audience, algorithm: "ES256", lifetimeSeconds: 60 });
    const { payload } = await verify(token, { subject, audience, algorithms: ["ES256"], maxTokenAge: 60 });
    expect(payload.jti).toEqual(expect.any(String));
  });

  it("[dev:I1] are ID tokens for a client, about anybody, with any claim", async () => {
    const token = await issue({ kind: "id_token", clientId: client, subject: "eve", nonce: "n", claims: { acr: "2" } });
    const { payload } = await verify(token, { typ: "JWT", audience: client, subject: "eve" });
    expect(payload).toMatchObject({ nonce: "n", acr: "2" });
    expect(payload).not.toHaveProperty("email");
  });

  it("[dev:I1] can be by a client about itself, as client assertions are", async () => {
    const token = await issue({ kind: "workload", issuer: client, subject: client, audience: dev.server.issuer });
    await verify(token, { issuer: client, subject: client, audience: dev.server.issuer });
  });

  it("[dev:I1] follow the clock of dev, but not its skew", async () => {
    await dev.mutate("clock.advance", { seconds: 7_200 });
    await dev.mutate("clock.skew", { seconds: 600 });
    try {
      const token = await issue({ kind: "id_jag", clientId: client });
      const soon = new Date(Date.now() + 7_200_000);
      const { payload } = await verify(token, { ...asIdJag(), currentDate: soon });
      expect(Math.abs(Number(payload.iat) - soon.getTime() / 1_000)).toBeLessThan(60);
    } finally {
      await dev.mutate("clock.skew", { seconds: 0 });
      await dev.mutate("reset");
    }
  });

  const claimFailure = { code: "ERR_JWT_CLAIM_VALIDATION_FAILED" };
  it.each([
    ["expired", { code: "ERR_JWT_EXPIRED" }],
    ["not_yet_valid", { ...claimFailure, claim: "nbf" }],
    ["wrong_audience", { ...claimFailure, claim: "aud" }],
    ["wrong_issuer", { ...claimFailure, claim: "iss" }],
    ["wrong_type", { ...claimFailure, claim: "typ" }],
    ["bad_signature", { code: "ERR_JWS_SIGNATURE_VERIFICATION_FAILED" }],
    ["unknown_key", { code: "ERR_JWKS_NO_MATCHING_KEY" }],
    ["unsigned", { code: "ERR_JOSE_ALG_NOT_ALLOWED" }],
  ])("[dev:I2] are refused by a verifier for %s, and for nothing else", async (defect, failure) => {
    const token = await issue({ kind: "id_jag", clientId: client, defects: [defect] });
    const refusal = await verify(token, asIdJag()).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(errors.JOSEError);
    expect(refusal).toMatchObject(failure);
  });

  it("[dev:I2] lack a claim, or name another client, where that is wanted", async () => {
    const lacking = await issue({ kind: "id_jag", clientId: client, without: ["jti"] });
    await expect(verify(lacking, asIdJag())).rejects.toMatchObject({ ...claimFailure, claim: "jti" });
    const { payload } = await verify(await issue({ kind: "id_jag", clientId: client, defects: ["wrong_client"] }));
    expect(payload["client_id"]).toBe("another-client");
  });

  it.each([
    [{ kind: "saml" }, "kind"],
    [{ kind: "id_jag" }, "clientId"],
    [{ kind: "workload", clientId: client }, "clientId"],
    [{ kind: "workload", platform: "moon" }, "platform"],
    [{ kind: "id_jag", clientId: client, defects: ["ugly"] }, "defects"],
    [{ kind: "id_jag", clientId: client, without: ["acr"] }, "without"],
    [{ kind: "id_jag", clientId: client, lifetimeSeconds: 0 }, "lifetimeSeconds"],
    [{ kind: "id_jag", clientId: client, colour: "red" }, "colour"],
  ])("[dev:F3] are not made from %j", async (wish, member) => {
    expect(await dev.mutate("identities.issue", wish)).toMatch(new RegExp(`^400 .*${member}`));
  });
});

describe("the commands of the identity provider", { timeout }, () => {
  it("[dev:I1] issue a token by itself, for use in a shell", async () => {
    const { adminUrl } = dev.server;
    const options = ["--client", client, "--resource", resource, "--scope", "demo:read", "--lifetime", "60"];
    const { stdout, code } = await callHere(["identities", "issue", "id_jag", ...options, "--server", adminUrl]);
    expect(code).toBe(0);
    const { payload } = await verify(stdout.trim(), { ...asIdJag(), maxTokenAge: 60 });
    expect(payload).toMatchObject({ resource, scope: "demo:read" });
  });

  it("[dev:I2] tell which defects there are, and make them", async () => {
    const { adminUrl } = dev.server;
    const known = await callHere(["identities", "get", "--server", adminUrl]);
    expect(known.stdout).toMatch(/^Issuer +http:\/\/localhost:\d+\nSubjects +alice, bob, admin\n/);
    expect(known.stdout).toMatch(/unknown_key +its key is in no key set/);
    const args = [
      "identities",
      "issue",
      "workload",
      "--defect",
      "unknown_key",
      "--without",
      "jti",
      "--server",
      adminUrl,
    ];
    const { stdout } = await callHere(args);
    expect(decodeProtectedHeader(stdout.trim()).kid).toMatch(/^unknown-/);
  });

  it("[dev:I4] say how to switch it on", async () => {
    await using plain = await startDevHere();
    expect(plain.server.identityIssuer).toBeUndefined();
    const args = ["identities", "issue", "workload", "--server", plain.server.adminUrl];
    expect(await callHere(args)).toMatchObject({ code: 1, stderr: expect.stringContaining("--identity-provider") });
  });
});

describe("the identity provider over HTTP", { timeout }, () => {
  const request = {
    response_type: "code",
    client_id: client,
    redirect_uri: "http://127.0.0.1:9/callback",
    scope: "openid email",
    state: "s",
    nonce: "n",
    code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    code_challenge_method: "S256",
  };
  const verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  const urlOf = (change: object = {}): string =>
    `${idp}/authorize?${new URLSearchParams({ ...request, ...change }).toString()}`;

  async function answerTo(change: object): Promise<URLSearchParams> {
    const { status, headers } = await send(urlOf(change));
    expect(status).toBe(303);
    const { searchParams, href } = new URL(String(headers["location"]));
    expect(href.startsWith(request.redirect_uri)).toBe(true);
    return searchParams;
  }

  async function post(form: Record<string, string>) {
    const response = await fetch(`${idp}/token`, { method: "POST", body: new URLSearchParams(form) });
    return { status: response.status, body: (await response.json()) as Record<string, string> };
  }

  async function signIn(): Promise<Record<string, string>> {
    const code = (await answerTo({ person: "alice" })).get("code") ?? "";
    return { grant_type: "authorization_code", code, redirect_uri: request.redirect_uri, code_verifier: verifier };
  }

  it("[dev:I3] lets a person be picked by a link, with no script", async () => {
    const { status, text, headers } = await send(urlOf());
    expect(status).toBe(200);
    expect(headers["content-security-policy"]).toContain("default-src 'none'");
    const [, link = ""] = /href="([^"]+)">Bob</.exec(text) ?? [];
    const picked = await send(idp + link.replaceAll("&amp;", "&"));
    expect(new URL(String(picked.headers["location"])).searchParams.get("code")).toEqual(expect.any(String));
  });

  it("[dev:I3] signs in who was named at the start without a question", async () => {
    await using other = await startDevHere({ identityProvider: true, autoLogin: "bob" });
    const url = urlOf({ prompt: "none" }).replace(idp, other.server.identityIssuer ?? "");
    const { headers } = await send(url);
    expect(new URL(String(headers["location"])).searchParams.has("code")).toBe(true);
  });

  it.each([
    [{ response_type: "token" }, "unsupported_response_type"],
    [{ scope: "email" }, "invalid_scope"],
    [{ code_challenge: "" }, "invalid_request"],
    [{ code_challenge_method: "plain" }, "invalid_request"],
    [{ response_mode: "fragment" }, "invalid_request"],
    [{ request_uri: "https://a.example" }, "invalid_request"],
    [{ person: "mallory" }, "invalid_request"],
    [{ prompt: "none" }, "login_required"],
  ])("[dev:I3] tells the client what is wrong with %j", async (change, error) => {
    const answer = await answerTo(change);
    expect(Object.fromEntries(answer)).toMatchObject({ error, state: "s", iss: idp });
    expect(answer.has("code")).toBe(false);
  });

  it.each([
    { redirect_uri: "https://client.example/callback" },
    { redirect_uri: "http://localhost@evil.example/" },
    { redirect_uri: "javascript:alert(1)" },
    { redirect_uri: "http://localhost/#" },
    { client_id: "" },
  ])("[dev:I4] sends no browser to %j", async (change) => {
    const { status, headers } = await send(urlOf({ person: "alice", ...change }));
    expect(status).toBe(400);
    expect(headers).not.toHaveProperty("location");
  });

  it.each([
    [{ client_id: "another" }, 400, "invalid_grant"],
    [{ redirect_uri: "http://127.0.0.1:9/other" }, 400, "invalid_grant"],
    [{ code_verifier: "x".repeat(43) }, 400, "invalid_grant"],
    [{ client_secret: "guess" }, 401, "invalid_client"],
    [{ grant_type: "password" }, 400, "unsupported_grant_type"],
  ])("[dev:I3] redeems no code with %j", async (change, status, error) => {
    const form = { ...(await signIn()), client_id: client };
    expect(await post({ ...form, ...change })).toMatchObject({ status, body: { error } });
  });

  it("[dev:I3] redeems a code once, and for a minute", async () => {
    const form = { ...(await signIn()), client_id: client };
    expect(await post(form)).toMatchObject({ status: 200 });
    expect(await post(form)).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
    const late = { ...(await signIn()), client_id: client };
    await dev.mutate("clock.advance", { seconds: 60 });
    expect(await post(late)).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
    await dev.mutate("reset");
  });

  it("[dev:R1] forgets sign-ins with a reset, at the same address", async () => {
    const form = { ...(await signIn()), client_id: client };
    const ready = await dev.mutate("reset");
    expect(ready).toMatchObject({ identityProvider: { issuer: idp } });
    expect(await post(form)).toMatchObject({ body: { error: "invalid_grant" } });
  });

  const exchange = {
    grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
    requested_token_type: "urn:ietf:params:oauth:token-type:id-jag",
    subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
    client_id: client,
    client_secret: `${client}-secret`,
    audience: "https://auth.example",
  };

  it("[dev:I3] exchanges an ID token for an ID-JAG about the same sign-in", async () => {
    const { body: tokens } = await post({ ...(await signIn()), client_id: client });
    const { status, body } = await post({ ...exchange, subject_token: tokens["id_token"] ?? "", resource });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      issued_token_type: exchange.requested_token_type,
      token_type: "N_A",
      expires_in: 300,
    });
    const about = await verify(tokens["id_token"] ?? "", { audience: client });
    const { payload } = await verify(body["access_token"] ?? "", { ...asIdJag(), audience: exchange.audience });
    expect(payload).toMatchObject({ sub: "alice", client_id: client, resource, auth_time: about.payload["auth_time"] });
  });

  it.each([
    [{ client_secret: "" }, "invalid_client"],
    [{ requested_token_type: "urn:ietf:params:oauth:token-type:access_token" }, "invalid_request"],
    [{ subject_token_type: "urn:ietf:params:oauth:token-type:saml2" }, "invalid_request"],
    [{ actor_token: "x" }, "invalid_request"],
    [{ audience: "" }, "invalid_request"],
    [{ audience: "somebody" }, "invalid_target"],
    [{ resource: "/mcp" }, "invalid_target"],
    [{ client_id: "another", client_secret: "another-secret" }, "invalid_grant"],
  ])("[dev:I3] exchanges nothing with %j", async (change, error) => {
    const subject = await issue({ kind: "id_token", clientId: client });
    const { body } = await post({ ...exchange, subject_token: subject, ...change });
    expect(body).toMatchObject({ error });
    expect(body).not.toHaveProperty("access_token");
  });

  it.each(["expired", "bad_signature", "unknown_key", "unsigned", "wrong_issuer", "wrong_type"])(
    "[dev:I3] exchanges no ID token that is %s",
    async (defect) => {
      const subject = await issue({ kind: "id_token", clientId: client, defects: [defect] });
      expect(await post({ ...exchange, subject_token: subject })).toMatchObject({ body: { error: "invalid_grant" } });
    },
  );

  it("[dev:I4 attack:A225] answers to names of this machine only", async () => {
    const { port } = new URL(idp);
    for (const path of ["/jwks", "/.well-known/openid-configuration", "/nothing", "//"]) {
      expect(await send(idp + path, { headers: { host: `evil.example:${port}` } })).toMatchObject({ status: 421 });
    }
    expect(await send(`${idp}//`)).toMatchObject({ status: 404 });
  });

  it("[dev:I4] lets pages of other origins read its public documents alone", async () => {
    const allowed = async (path: string): Promise<unknown> =>
      (await send(idp + path)).headers["access-control-allow-origin"];
    expect(await allowed("/jwks")).toBe("*");
    expect(await allowed("/userinfo")).toBeUndefined();
    expect((await send(`${idp}/token`, { method: "POST" })).headers).not.toHaveProperty("access-control-allow-origin");
  });
});
