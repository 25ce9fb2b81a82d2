import { createTestProvider, formRequest, type TestProvider } from "@sallyport/fixtures";
import { generateKeyPairSync } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../src/messages.ts";

let test: TestProvider;

beforeAll(async () => {
  test = await createTestProvider({ registration: { dynamic: "open" } });
});

async function register(metadata: unknown, contentType = "application/json"): Promise<JsonObject> {
  const body = typeof metadata === "string" ? metadata : JSON.stringify(metadata);
  const request = {
    method: "POST",
    query: "",
    body,
    contentType,
    authorization: [],
    address: undefined,
    userAgent: undefined,
  };
  const answer = await test.provider.register(request);
  expect(answer.status).toBe(201);
  return answer.body ?? {};
}

const native = { client_name: "Native", redirect_uris: ["http://127.0.0.1:4711/callback"] };

describe("dynamic registration", () => {
  it("[mcp:R1 mcp:R2 mcp:R4 seed:D146] echoes everything that holds, with defaults filled in", async () => {
    expect(await register(native)).toEqual({
      client_id: expect.stringMatching(/^client_/),
      client_id_issued_at: test.clock.now(),
      client_name: "Native",
      redirect_uris: native.redirect_uris,
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: "none",
      application_type: "native",
    });
  });

  it("[mcp:R3 seed:S62] gives a confidential client its secret with its expiry as a number", async () => {
    const answer = await register({ redirect_uris: ["https://app.example/cb"] });
    expect(answer).toMatchObject({
      client_secret: expect.stringMatching(/^sp_cs_/),
      client_secret_expires_at: 0,
      token_endpoint_auth_method: "client_secret_basic",
    });
  });

  it("[mcp:R4] gives a client that chose none no secret, and stores none", async () => {
    const answer = await register({ redirect_uris: ["https://app.example/cb"], token_endpoint_auth_method: "none" });
    expect(answer).not.toHaveProperty("client_secret");
    expect(answer).not.toHaveProperty("client_secret_expires_at");
    expect(await test.store.clients.get(String(answer["client_id"]))).not.toHaveProperty("secretHash");
  });

  it.each([
    ["Cursor", { redirect_uris: ["cursor://anysphere.cursor-mcp/oauth/callback"], application_type: "web" }, "web"],
    [
      "VS Code",
      {
        redirect_uris: ["https://vscode.dev/redirect", "http://127.0.0.1/", "http://127.0.0.1:33418/"],
        application_type: "native",
        token_endpoint_auth_method: "none",
      },
      "native",
    ],
    ["a client that says nothing", native, "native"],
    ["a client that says nonsense", { ...native, application_type: "desktop" }, "native"],
  ])("[mcp:R5] takes the redirect URIs of %s whatever its application type", async (_name, metadata, type) => {
    expect(await register(metadata)).toMatchObject({ redirect_uris: metadata.redirect_uris, application_type: type });
  });

  it("[mcp:R8] treats null, empty and unknown members as absent", async () => {
    const answer = await register({
      ...native,
      scope: "",
      logo_uri: null,
      client_uri: "",
      tos_uri: null,
      future: { x: 1 },
      software_version: 3,
    });
    expect(Object.values(answer)).not.toContain(null);
    expect(answer).not.toHaveProperty("scope");
    expect(answer).not.toHaveProperty("logo_uri");
    expect(answer).not.toHaveProperty("future");
    expect(answer["software_version"]).toBe("3");
  });

  it("[mcp:R2] keeps the grant types that exist here", async () => {
    const foreign = "urn:ietf:params:oauth:grant-type:saml2-bearer";
    expect(await register({ ...native, grant_types: ["authorization_code", foreign] })).toMatchObject({
      grant_types: ["authorization_code"],
    });
    await expect(register({ ...native, grant_types: [foreign] })).rejects.toMatchObject({
      error: "invalid_client_metadata",
    });
  });

  it.each([
    ["no redirect URI", {}],
    ["an empty list", { redirect_uris: [] }],
    ["a text", { redirect_uris: "https://app.example/cb" }],
    ["a dangerous scheme", { redirect_uris: ["javascript:alert(1)"] }],
    ["plain http", { redirect_uris: ["http://app.example/cb"] }],
    ["no host", { redirect_uris: ["https://"] }],
    ["a host that is none", { redirect_uris: ["https://["], application_type: "native" }],
    ["a fragment", { redirect_uris: ["https://app.example/cb#x"] }],
    ["one twice", { redirect_uris: ["https://app.example/cb", "https://app.example/cb"] }],
    ["101 of them", { redirect_uris: Array.from({ length: 101 }, (_, n) => `https://app.example/${n}`) }],
    ["localhost's look-alike", { redirect_uris: ["http://localhost.evil.example/cb"] }],
  ])(
    "[mcp:R11 seed:C7 attack:A033 attack:A039 attack:A042 attack:A044] refuses %s with invalid_redirect_uri",
    async (_name, metadata) => {
      await expect(register(metadata)).rejects.toMatchObject({ error: "invalid_redirect_uri", status: 400 });
    },
  );

  it.each([
    ["an unknown method", { ...native, token_endpoint_auth_method: "tls_client_auth" }],
    ["only the implicit response", { ...native, response_types: ["token"] }],
    ["a script as home page", { ...native, client_uri: "javascript:alert(1)" }],
    ["a list as name", { ...native, client_name: ["x"] }],
  ])("[mcp:R11] refuses %s with invalid_client_metadata", async (_name, metadata) => {
    await expect(register(metadata)).rejects.toMatchObject({ error: "invalid_client_metadata", status: 400 });
  });

  it.each(["client_uri", "logo_uri", "policy_uri", "tos_uri", "jwks_uri"])(
    "[attack:A158] refuses every %s that is not https",
    async (name) => {
      for (const uri of ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "http://127.0.0.1/x"]) {
        const metadata = { ...native, [name]: uri };
        await expect(register(metadata)).rejects.toMatchObject({ error: "invalid_client_metadata", status: 400 });
      }
    },
  );

  const keys = (name: string, make: () => object[]) => [name, { keys: make() }] as [string, object];
  const rsa = (modulusLength: number) =>
    generateKeyPairSync("rsa", { modulusLength }).publicKey.export({ format: "jwk" });
  const ec = () => generateKeyPairSync("ec", { namedCurve: "P-256" });

  it.each<[string, object]>([
    keys("a private key", () => [ec().privateKey.export({ format: "jwk" })]),
    keys("a shared secret", () => [{ kty: "oct", k: "AAAA" }]),
    keys("a short RSA key", () => [rsa(1024)]),
    keys("an endless RSA key", () => [{ ...rsa(2048), n: "A".repeat(2731) }]),
    keys("a thousand keys", () => Array.from({ length: 1000 }, () => ({ kty: "EC", crv: "P-256", x: "AA", y: "AA" }))),
    keys("an unknown kind", () => [{ kty: "XX", x: "AA" }]),
    keys("no key", () => []),
    ["a bare list", [ec().publicKey.export({ format: "jwk" })]],
  ])("[attack:A163] refuses a key set with %s", async (_name, jwks) => {
    const metadata = { redirect_uris: ["https://app.example/cb"], token_endpoint_auth_method: "private_key_jwt", jwks };
    await expect(register(metadata)).rejects.toMatchObject({ error: "invalid_client_metadata", reason: "client_keys" });
    const both = {
      ...metadata,
      jwks: { keys: [ec().publicKey.export({ format: "jwk" })] },
      jwks_uri: "https://app.example/jwks",
    };
    await expect(register(both)).rejects.toMatchObject({ reason: "client_keys" });
  });

  it("[mcp:R11 attack:A164] refuses what is not JSON", async () => {
    await expect(register("{")).rejects.toMatchObject({ error: "invalid_client_metadata" });
    await expect(register(JSON.stringify(native), "text/plain")).rejects.toMatchObject({
      error: "invalid_client_metadata",
    });
    await expect(register("null")).rejects.toMatchObject({ status: 400 });
  });

  it("[attack:A161] takes no privilege that a client gives itself", async () => {
    const answer = await register({
      ...native,
      client_id: "admin",
      trusted: true,
      skip_consent: true,
      access_token_ttl: 1e9,
      scope: "openid root",
    });
    expect(answer["client_id"]).not.toBe("admin");
    expect(answer["scope"]).toBe("openid");
    const stored = await test.store.clients.get(String(answer["client_id"]));
    expect(stored).toMatchObject({ provenance: "dynamic" });
    expect(JSON.stringify(stored)).not.toMatch(/trusted|skip_consent|access_token_ttl/);
  });

  it("[mcp:R6] takes the redirect URIs that it can, and names the others", async () => {
    const answer = await register({
      redirect_uris: ["http://127.0.0.1/cb", "javascript:alert(1)", "http://evil.example/cb"],
    });
    expect(answer).toMatchObject({
      redirect_uris: ["http://127.0.0.1/cb"],
      rejected_redirect_uris: ["javascript:alert(1)", "http://evil.example/cb"],
    });
    expect(await register(native)).not.toHaveProperty("rejected_redirect_uris");
  });

  it("[mcp:R9] gives public clients that say the same the same id, and no two others", async () => {
    const one = await register({ ...native, client_uri: "https://native.example" });
    const same = await register({ client_uri: "https://native.example", ...native, scope: "" });
    expect(same["client_id"]).toBe(one["client_id"]);
    expect(same["client_id_issued_at"]).toBe(one["client_id_issued_at"]);
    for (const change of [
      { client_name: "Other" },
      { redirect_uris: ["http://127.0.0.1:1/x"] },
      { grant_types: ["authorization_code"] },
    ]) {
      expect((await register({ ...native, client_uri: "https://native.example", ...change }))["client_id"]).not.toBe(
        one["client_id"],
      );
    }
    const secretive = { redirect_uris: ["https://app.example/cb"] };
    expect((await register(secretive))["client_id"]).not.toBe((await register(secretive))["client_id"]);
  });

  it("[mcp:R9 attack:A157] forgets clients that nobody uses, and knows them again by the same id when they come back", async () => {
    const here = await createTestProvider({ registration: { dynamic: "open" } });
    const request = { method: "POST", query: "", body: JSON.stringify(native), contentType: "application/json" };
    const ask = () =>
      here.provider.register({ ...request, authorization: [], address: undefined, userAgent: undefined });
    const id = String((await ask()).body?.["client_id"]);
    here.clock.advance(30 * 86_400);
    await here.provider.maintain();
    expect(await here.store.clients.get(id)).toBeDefined();
    here.clock.advance(1);
    await here.provider.maintain();
    expect(await here.store.clients.get(id)).toBeUndefined();
    expect(here.events.filter(({ type }) => type === "client.forgotten")).toEqual([
      { type: "client.forgotten", clientId: id },
    ]);
    await here.provider.flush();
    const { items } = await here.provider.manage.audit.list({ limit: 10, type: "client.forgotten" });
    expect(items).toMatchObject([{ clientId: id }]);
    expect((await ask()).body).toMatchObject({ client_id: id });
  });

  it.each([
    [["127.0.0.1"], native.redirect_uris, false],
    [["localhost"], native.redirect_uris, true],
    [["localhost"], ["http://[::1]/cb", "https://app.example/cb"], false],
    [["localhost", "*.example"], ["http://[::1]/cb", "https://app.example/cb"], true],
    [["cursor:"], ["cursor://anysphere.cursor-mcp/oauth/callback"], true],
    [[], ["cursor://anysphere.cursor-mcp/oauth/callback"], false],
  ])("[mcp:R1] with the list %j lets %j in: %s", async (allowedHosts, redirectUris, isIn) => {
    test = await createTestProvider({ registration: { dynamic: "allow_list", allowedHosts } });
    const answer = register({ redirect_uris: redirectUris });
    if (isIn) await expect(answer).resolves.toHaveProperty("client_id");
    else await expect(answer).rejects.toMatchObject({ error: "access_denied", reason: "registration_refused" });
  });

  it("[mcp:R1] can wait for an operator, whose word counts at once", async () => {
    test = await createTestProvider({ registration: { dynamic: "ask" } });
    const id = String((await register(native))["client_id"]);
    const pending = test.provider.token(formRequest({ client_id: id, grant_type: "x" }));
    await expect(pending).rejects.toMatchObject({ error: "invalid_client", reason: "pending_client" });
    await test.provider.manage.clients.setStatus(id, "active");
    const active = test.provider.token(formRequest({ client_id: id, grant_type: "x" }));
    await expect(active).rejects.toMatchObject({ error: "unsupported_grant_type" });
  });

  it("[mcp:R1 attack:A156] is off unless it is opened", async () => {
    const closed = await createTestProvider();
    const request = { method: "POST", query: "", body: JSON.stringify(native), contentType: "application/json" };
    const origin = { authorization: [], address: undefined, userAgent: undefined };
    await expect(closed.provider.register({ ...request, ...origin })).rejects.toMatchObject({ error: "access_denied" });
    expect(await closed.provider.metadata()).not.toHaveProperty("registration_endpoint");
    expect(await test.provider.metadata()).toHaveProperty("registration_endpoint");
  });
});
