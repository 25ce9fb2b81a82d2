import { createPublicKey, generateKeyPairSync } from "node:crypto";
import {
  authorize,
  authorizeRequest,
  createTestProvider,
  formRequest,
  getCode,
  goodRequest,
  pkce,
  type TestProvider,
} from "@sallyport/fixtures";
import { SignJWT } from "jose";
import { beforeEach, describe, expect, it } from "vitest";
import type { JsonObject } from "../src/messages.ts";
import { checkDocumentId } from "../src/rules/client-id-url.ts";
import type { Client } from "../src/ports/store.ts";

const id = "https://client.example/oauth/metadata.json";
const document = {
  client_id: id,
  client_name: "Example",
  redirect_uris: ["https://client.example/cb", "http://127.0.0.1/cb"],
  token_endpoint_auth_method: "none",
};

let test: TestProvider;

beforeEach(async () => {
  test = await createTestProvider();
  test.documents.publish(id, document);
});

/** As much of a client as the drivers need. */
const asClient = (more: Partial<Client> = {}): Client => ({
  ...test.pub,
  id,
  redirectUris: document.redirect_uris,
  ...more,
});
const ask = (change: Record<string, string> = {}) =>
  test.provider.authorize(authorizeRequest(goodRequest(asClient(), change)), {
    browser: undefined,
    session: undefined,
  });
const failed = { kind: "failed" as const, reason: "timeout" };

describe("an id that is the address of a document", () => {
  it.each([
    "http://client.example/metadata",
    "https://client.example",
    "https://client.example/",
    "https://client.example/a/./b",
    "https://client.example/a/../b",
    "https://client.example/%2e%2e/b",
    "https://user@client.example/m",
    "https://client.example/m#x",
    "https://client.example/m?",
    "https://CLIENT.example/m",
    "https://127.0.0.1/m",
    "https://10.0.0.1/m",
    "https://2130706433/m",
    "https://[::1]/m",
    "https://localhost/m",
    "https://localhost./m",
    "https://client.example./m",
    "https://client/m",
    `https://client.example/${"m".repeat(1100)}`,
  ])("[mcp:C2 attack:A169] is never fetched when it is %s", async (bad) => {
    await expect(ask({ client_id: bad })).rejects.toMatchObject({ refusal: { error: "invalid_client" } });
    expect(test.documents.fetches(bad)).toBe(0);
  });

  it("[mcp:C16] may be on loopback in dev mode only", () => {
    const local = "http://localhost:4455/clients/x.json";
    expect(checkDocumentId(local, { allowLoopback: true }).ok).toBe(true);
    expect(checkDocumentId(local, { allowLoopback: false }).ok).toBe(false);
    expect(checkDocumentId("http://client.example/x", { allowLoopback: true }).ok).toBe(false);
  });

  it("[attack:A184] is not fetched when an operator gave a client that id", async () => {
    await test.store.clients.insert({ ...test.pub, id });
    expect((await ask({ redirect_uri: "https://app.example/cb" })).kind).toBe("interaction");
    expect(test.documents.fetches(id)).toBe(0);
  });
});

describe("a client that is known by its document", () => {
  it("[mcp:C1 mcp:C18] gets its tokens and renews them, with one fetch in all", async () => {
    const code = await getCode(test, asClient());
    const form = { grant_type: "authorization_code", client_id: id, code, code_verifier: pkce.verifier };
    const { body } = await test.provider.token(formRequest(form));
    const renewal = { grant_type: "refresh_token", client_id: id, refresh_token: String(body?.["refresh_token"]) };
    expect((await test.provider.token(formRequest(renewal))).body).toHaveProperty("access_token");
    expect(await test.provider.revoke(formRequest({ client_id: id, token: String(body?.["access_token"]) }))).toEqual({
      status: 200,
    });
    expect(test.documents.fetches(id)).toBe(1);
  });

  it("[mcp:C6 attack:A029] is held to the redirect URIs in it, ports of loopback aside", async () => {
    await expect(ask({ redirect_uri: "https://client.example/other" })).rejects.toMatchObject({
      refusal: { reason: "redirect_uri_mismatch" },
    });
    expect((await ask({ redirect_uri: "http://127.0.0.1:5000/cb" })).kind).toBe("interaction");
  });

  it.each<[string, object]>([
    ["another client_id", { ...document, client_id: `${id}/` }],
    ["no client_id", { ...document, client_id: undefined }],
    ["a list as client_id", { ...document, client_id: [id] }],
    ["no name", { ...document, client_name: undefined }],
    ["no redirect URIs", { ...document, redirect_uris: undefined }],
    ["unusable redirect URIs", { ...document, redirect_uris: ["javascript:alert(1)"] }],
    ["a secret", { ...document, client_secret: "x" }],
    ["a secret's expiry", { ...document, client_secret_expires_at: 0 }],
    ["a shared-secret method", { ...document, token_endpoint_auth_method: "client_secret_post" }],
    ["a signature without keys", { ...document, token_endpoint_auth_method: "private_key_jwt" }],
    ["a private key", { ...document, jwks: { keys: [{ kty: "EC", crv: "P-256", x: "a", y: "b", d: "c" }] } }],
    [
      "a thousand redirect URIs",
      { ...document, redirect_uris: Array.from({ length: 1000 }, (_, n) => `https://client.example/${n}`) },
    ],
    ["nothing but a list", []],
  ])(
    "[mcp:C4 mcp:C5 attack:A177 attack:A178] is refused when the document has %s, and nothing is kept",
    async (_name, bad) => {
      test.documents.publish(id, bad);
      await expect(ask()).rejects.toHaveProperty("refusal.status", 400);
      expect(await test.store.clients.get(id)).toBeUndefined();
      test.documents.publish(id, document);
      expect((await ask()).kind).toBe("interaction");
    },
  );

  it("[attack:A178] gets nothing that it gives itself", async () => {
    test.documents.publish(id, { ...document, skip_consent: true, trusted: true, __proto__: { admin: true } });
    await ask();
    expect(JSON.stringify(await test.store.clients.get(id))).not.toMatch(/skip_consent|trusted|admin/);
  });

  it("[mcp:C12 mcp:5.19 attack:A179] cannot come in while its document cannot be fetched, and can at once when it can", async () => {
    test.documents.publish(id, failed);
    await expect(ask()).rejects.toMatchObject({ refusal: { error: "temporarily_unavailable", status: 503 } });
    test.documents.publish(id, document);
    expect((await ask()).kind).toBe("interaction");
  });

  it("[mcp:C10] is asked about again when the copy is old: after five minutes at least, a day at most", async () => {
    await ask();
    test.clock.advance(299);
    await ask();
    expect(test.documents.fetches(id)).toBe(1);
    test.clock.advance(1);
    test.documents.publish(id, { kind: "fetched", body: JSON.stringify(document), maxAgeSeconds: 10 * 86_400 });
    await ask();
    expect(test.documents.fetches(id)).toBe(2);
    test.clock.advance(86_399);
    await ask();
    expect(test.documents.fetches(id)).toBe(2);
    test.clock.advance(1);
    test.documents.publish(id, { kind: "unchanged", maxAgeSeconds: 600 });
    await ask();
    await ask();
    expect(test.documents.fetches(id)).toBe(3);
  });

  it("[mcp:C11 mcp:5.19] gets along with its old copy for a week", async () => {
    await ask();
    test.documents.publish(id, failed);
    test.clock.advance(7 * 86_400 - 1);
    expect((await ask()).kind).toBe("interaction");
    expect(test.events).toContainEqual({
      type: "client.document_failed",
      clientId: id,
      reason: "timeout",
      stale: true,
    });
    test.clock.advance(1);
    await expect(ask()).rejects.toMatchObject({ refusal: { error: "temporarily_unavailable" } });
  });

  it("[mcp:C14 attack:A182] is asked about anew after its addresses or its name changed", async () => {
    const { visitor } = await authorize(test, asClient());
    const again = (change: Record<string, string> = {}) =>
      test.provider.authorize(authorizeRequest(goodRequest(asClient(), change)), visitor);
    expect((await again()).kind).toBe("redirect");
    test.clock.advance(86_400);
    test.documents.publish(id, { ...document, redirect_uris: [...document.redirect_uris, "https://evil.example/cb"] });
    const later = await authorize(test, asClient());
    expect((await test.provider.authorize(authorizeRequest(goodRequest(asClient())), later.visitor)).kind).toBe(
      "redirect",
    );
    expect(test.events).toContainEqual({ type: "client.document_changed", clientId: id });
  });

  it("[mcp:C15 mcp:A6 attack:A185] is shown with the host that vouches for it, and never trusted on loopback", async () => {
    const request = { redirect_uri: "http://127.0.0.1:5000/cb" };
    const { visitor } = await authorize(test, asClient(), { request });
    const outcome = await test.provider.authorize(authorizeRequest(goodRequest(asClient(), request)), visitor);
    if (outcome.kind !== "interaction") throw new Error("not asked");
    visitor.browser = outcome.browserCookie;
    expect(await test.provider.interactions.view(outcome.id, visitor)).toMatchObject({
      isLoopback: true,
      client: { documentHost: "client.example", isUnverified: false },
    });
  });

  it("[mcp:C17] comes in as the policy says", async () => {
    const policies = [
      { documents: "off" as const, allowedHosts: [], gets: "invalid_client" },
      { documents: "allow_list" as const, allowedHosts: ["other.example"], gets: "invalid_client" },
      { documents: "allow_list" as const, allowedHosts: ["*.example"], gets: "in" },
      { documents: "ask" as const, allowedHosts: [], gets: "pending_client" },
    ];
    for (const { gets, ...registration } of policies) {
      test = await createTestProvider({ registration });
      test.documents.publish(id, document);
      const outcome = await ask().catch((error: unknown) => (error as { refusal: unknown }).refusal);
      expect(JSON.stringify(outcome)).toContain(gets === "in" ? "interaction" : gets);
    }
    await test.provider.manage.clients.setStatus(id, "active");
    expect((await ask()).kind).toBe("interaction");
    expect(await test.provider.metadata()).toMatchObject({ client_id_metadata_document_supported: true });
  });
});

describe("private_key_jwt", () => {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwk = { ...publicKey.export({ format: "jwk" }), kid: "k1", alg: "ES256" };
  const jwksUri = "https://client.example/jwks.json";
  const signed = { ...document, token_endpoint_auth_method: "private_key_jwt", jwks_uri: jwksUri };
  let jti = 0;

  beforeEach(() => {
    test.documents.publish(id, signed);
    test.documents.publish(jwksUri, { keys: [jwk] });
  });

  async function assertion(change: JsonObject = {}, header: JsonObject = {}, key = privateKey): Promise<string> {
    jti += 1;
    const now = test.clock.now();
    const claims = { iss: id, sub: id, aud: "https://as.example", iat: now, exp: now + 300, jti: `j${jti}`, ...change };
    return await new SignJWT(claims as Record<string, unknown>)
      .setProtectedHeader({ alg: "ES256", kid: "k1", ...header })
      .sign(key);
  }

  /** `passed`: the client is believed and only the grant type is missing. */
  async function outcome(proof: string, more: Record<string, string> = {}): Promise<string> {
    const form = {
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: proof,
      ...more,
    };
    const error = await test.provider.token(formRequest(form)).catch((caught: unknown) => caught);
    const { reason } = error as { reason: string };
    return reason === "missing_grant_type" ? "passed" : reason;
  }

  it("[mcp:C13 mcp:T5] lets a client in that signs, without its id in the body", async () => {
    await ask();
    expect(await outcome(await assertion())).toBe("passed");
    expect(await outcome(await assertion(), { client_id: id })).toBe("passed");
    expect(await outcome(await assertion(), { client_id: "other" })).toBe("two_client_ids");
    expect(await outcome(await assertion(), { client_secret: "x", client_id: id })).toBe("two_methods");
  });

  it("[mcp:C13] is due once registered, unless the document says that none does, too", async () => {
    await ask();
    const plain = () =>
      test.provider
        .token(formRequest({ client_id: id }))
        .catch((error: unknown) => (error as { reason: string }).reason);
    expect(await plain()).toBe("other_method");
    test.documents.publish(id, { ...signed, token_endpoint_auth_methods_supported: ["none", "private_key_jwt"] });
    test.clock.advance(86_400);
    await ask();
    expect(await plain()).toBe("missing_grant_type");
    expect(await outcome(await assertion())).toBe("passed");
  });

  it.each<[string, (now: number) => JsonObject, string]>([
    ["for another server", () => ({ aud: "https://other.example" }), "assertion_audience"],
    ["for two servers", () => ({ aud: ["https://as.example", "https://other.example"] }), "bad_assertion"],
    ["for nobody", () => ({ aud: undefined }), "bad_assertion"],
    ["without an expiry", () => ({ exp: undefined }), "bad_assertion"],
    ["that expired", (now) => ({ exp: now - 60 }), "assertion_expiry"],
    ["that lives for a day", (now) => ({ exp: now + 86_400 }), "assertion_expiry"],
    ["from the future", (now) => ({ iat: now + 61 }), "assertion_from_the_future"],
    ["not valid yet", (now) => ({ nbf: now + 61 }), "assertion_from_the_future"],
    ["of another issuer", () => ({ iss: "https://evil.example/x" }), "assertion_of_another"],
    ["without an id", () => ({ jti: undefined }), "bad_assertion"],
  ])("[attack:A079 attack:A080] refuses an assertion %s", async (_name, change, reason) => {
    await ask();
    expect(await outcome(await assertion(change(test.clock.now())))).toBe(reason);
  });

  it.each(["https://as.example", "https://as.example/", "https://as.example/oauth/provider/token"])(
    "[mcp:M3] takes %s as its audience, also as a list of one",
    async (aud) => {
      await ask();
      expect(await outcome(await assertion({ aud }))).toBe("passed");
      expect(await outcome(await assertion({ aud: [aud] }))).toBe("passed");
      expect(await outcome(await assertion({ iat: test.clock.now() + 8, nbf: test.clock.now() + 8 }))).toBe("passed");
    },
  );

  it("[attack:A080] takes an assertion once", async () => {
    await ask();
    const proof = await assertion();
    expect(await outcome(proof)).toBe("passed");
    expect(await outcome(proof)).toBe("replayed_assertion");
  });

  it("[attack:A082 attack:A083 attack:A084] believes no other key, algorithm, header or form", async () => {
    await ask();
    const other = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
    const proof = await assertion();
    const [head, body] = proof.split(".");
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const claims = { iss: id, sub: id, aud: "https://as.example", exp: test.clock.now() + 300, jti: "x" };
    const forgeries = [
      await assertion({}, {}, other),
      await assertion({}, { jku: "https://evil.example/jwks" }, other),
      await assertion({}, { jwk: createPublicKey(other).export({ format: "jwk" }) as JsonObject }, other),
      await assertion({}, { kid: "../../dev/null" }, other),
      await new SignJWT(claims).setProtectedHeader({ alg: "HS256", kid: "k1" }).sign(Buffer.from(JSON.stringify(jwk))),
      `${part({ alg: "none" })}.${body}.`,
      `${head}.${body}.${Buffer.alloc(64).toString("base64url")}`,
      await new SignJWT(claims)
        .setProtectedHeader({ alg: "ES256", kid: "k1", crit: ["x"], x: 1 })
        .sign(privateKey, { crit: { x: true } }),
    ];
    for (const forgery of forgeries) expect([forgery, await outcome(forgery)]).toEqual([forgery, "bad_assertion"]);
    // Not one text of base64url parts, so not a JWT at all.
    expect(await outcome(`${proof}.x`)).toBe("malformed_assertion");
    expect(await outcome("x".repeat(100_000))).toBe("malformed_assertion");
    expect(await outcome(proof)).toBe("passed");
    expect(test.documents.fetches("https://evil.example/jwks")).toBe(0);
  });

  it.each([
    { kty: "EC", crv: "P-256", x: "AAAA", y: "AAAA" },
    { kty: "OKP", crv: "Ed25519", x: "AAAA" },
  ])("[attack:A082] refuses a signature under a $kty key that is none", async (bad) => {
    test.documents.publish(jwksUri, { keys: [{ ...bad, kid: "k1" }] });
    await ask();
    const alg = bad.kty === "EC" ? "ES256" : "EdDSA";
    const { privateKey } =
      bad.kty === "EC" ? generateKeyPairSync("ec", { namedCurve: "P-256" }) : generateKeyPairSync("ed25519");
    expect(await outcome(await assertion({}, { alg }, privateKey))).toBe("bad_assertion");
  });

  it("[attack:A183] asks for the keys again for an unknown key, once a minute at most", async () => {
    await ask();
    expect(await outcome(await assertion())).toBe("passed");
    const next = generateKeyPairSync("ec", { namedCurve: "P-256" });
    test.documents.publish(jwksUri, { keys: [{ ...next.publicKey.export({ format: "jwk" }), kid: "k2" }] });
    const proof = () => assertion({}, { kid: "k2" }, next.privateKey);
    expect(await outcome(await proof())).toBe("bad_assertion");
    expect(test.documents.fetches(jwksUri)).toBe(1);
    test.clock.advance(60);
    expect(await outcome(await proof())).toBe("passed");
    test.documents.publish(jwksUri, failed);
    test.clock.advance(86_400);
    expect(await outcome(await proof())).toBe("bad_assertion");
  });

  it("[attack:A159] asks for keys through the guarded source only, and tells nothing of a failure", async () => {
    const inside = { ...signed, jwks_uri: "https://10.0.0.1/jwks.json" };
    test.documents.publish(id, inside);
    await ask();
    expect(await outcome(await assertion())).toBe("bad_assertion");
    expect(test.documents.fetches("https://10.0.0.1/jwks.json")).toBe(1);
  });

  it("[mcp:C13] works for a client that an operator registered with its keys", async () => {
    await test.store.clients.insert({
      ...test.bas,
      id: "client_signs",
      authMethod: "private_key_jwt",
      alsoAccepts: [],
      jwks: JSON.stringify({ keys: [jwk] }),
    });
    const change = { iss: "client_signs", sub: "client_signs" };
    expect(await outcome(await assertion(change))).toBe("passed");
    expect(await outcome(await assertion({ ...change, aud: "https://other.example" }))).toBe("assertion_audience");
  });
});

describe("the version of a document's client", () => {
  const fetchAgain = async () => {
    test.clock.advance(test.provider.config.registration.documentFreshSeconds.max);
    await ask();
    return await test.provider.manage.clients.get(id);
  };

  it("stays while the document says the same, so that an operator's change goes through", async () => {
    await ask();
    const { version } = await test.provider.manage.clients.get(id);
    const same = await fetchAgain();
    expect(test.documents.fetches(id)).toBe(2);
    expect(same.version).toBe(version);
    expect(same.document?.fetchedAt).toBe(test.clock.now());
    const changed = await test.provider.manage.clients.update(id, { version, accessTokenTtlSeconds: 60 });
    expect(await fetchAgain()).toMatchObject({ version: changed.version, accessTokenTtlSeconds: 60 });
  });

  it("grows when the document says something else", async () => {
    await ask();
    const { version } = await test.provider.manage.clients.get(id);
    test.documents.publish(id, { ...document, client_uri: "https://client.example/about" });
    expect(await fetchAgain()).toMatchObject({ version: version + 1 });
  });
});
