import {
  basicHeader,
  createTestProvider,
  formRequest,
  getTokens,
  redirectUri,
  type TestProvider,
} from "@sallyport/fixtures";
import { decodeJwt, SignJWT } from "jose";
import { generateKeyPairSync } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import type { NewClient } from "../src/management/clients/client-input.ts";
import type { JsonObject } from "../src/messages.ts";
import type { Client } from "../src/ports/store.ts";

const uri = "https://mcp.example/mcp";
const scopes = [{ name: "read" }, { name: "write" }, { name: "nuke", roles: ["owner"] }] as const;
const tokenEndpoint = "https://as.example/oauth/provider/token";

let test: TestProvider;
beforeEach(async () => {
  test = await createTestProvider();
  await test.provider.manage.resources.create({ uri, scopes });
});

interface Machine {
  client: Client;
  header: string;
}

/** A client that an operator made to ask for itself. */
async function createMachine(members: Partial<NewClient> = {}): Promise<Machine> {
  const { client, secret = "" } = await test.provider.manage.clients.create({
    name: "Machine",
    type: "confidential",
    redirectUris: [],
    grantTypes: ["client_credentials"],
    scopes: ["read"],
    ...members,
  });
  return { client, header: basicHeader(client.id, secret) };
}

async function ask({ header }: Pick<Machine, "header">, parameters: Record<string, string> | string[][] = {}) {
  const form = new URLSearchParams(parameters);
  form.set("grant_type", "client_credentials");
  return (await test.provider.token(formRequest(form.toString(), header))).body ?? {};
}

async function introspect(token: unknown, header: string): Promise<JsonObject> {
  return (await test.provider.introspect(formRequest({ token: String(token) }, header))).body ?? {};
}

const claimsOf = (answer: JsonObject) => decodeJwt(String(answer["access_token"]));

describe("a client that asks for itself", () => {
  it("[mcp:M4 attack:A088] gets an access token for ten minutes, and nothing else", async () => {
    const answer = await ask(await createMachine());
    expect(answer).toEqual({
      access_token: expect.any(String),
      token_type: "Bearer",
      expires_in: 600,
      scope: "read",
    });
  });

  it("is the subject of its token, and no person or grant is in it", async () => {
    const machine = await createMachine();
    const claims = claimsOf(await ask(machine));
    expect(claims).toMatchObject({ sub: machine.client.id, client_id: machine.client.id, aud: uri, scope: "read" });
    expect(claims).not.toHaveProperty("grant_id");
    expect(claims).not.toHaveProperty("auth_time");
    expect(test.events).toContainEqual({ type: "client_token.issued", clientId: machine.client.id, scopes: ["read"] });
  });

  it("gets tokens that live as long as the resource says, else as the client's", async () => {
    expect(await ask(await createMachine({ accessTokenTtlSeconds: 90 }))).toMatchObject({ expires_in: 90 });
    await test.provider.manage.resources.create({ uri: "https://short.example/", accessTokenTtlSeconds: 60 });
    const machine = await createMachine({ accessTokenTtlSeconds: 90 });
    expect(await ask(machine, { resource: "https://short.example/" })).toMatchObject({ expires_in: 60 });
  });

  it("[attack:A087] without proof gets none, whatever is registered", async () => {
    const machine = await createMachine();
    await test.store.clients.put({ ...machine.client, authMethod: "none", alsoAccepts: [] }, { forgetConsents: false });
    const form = { grant_type: "client_credentials", client_id: machine.client.id };
    await expect(test.provider.token(formRequest(form))).rejects.toMatchObject({
      error: "unauthorized_client",
      reason: "unproven_client",
    });
  });

  it("[attack:A086] has to be registered for it: it is nobody's default", async () => {
    const header = basicHeader(test.bas.id, test.secret);
    await expect(ask({ header })).rejects.toMatchObject({ error: "unauthorized_client" });
  });

  it.each(["openid", "profile", "read offline_access", "openid read"])(
    "[attack:A088] is refused the scope %s, which speaks of a person",
    async (scope) => {
      const machine = await createMachine({ scopes: ["openid", "profile", "read"] });
      await expect(ask(machine, { scope })).rejects.toMatchObject({ error: "invalid_scope", reason: "personal_scope" });
      expect(await ask(machine)).toMatchObject({ scope: "read" });
    },
  );

  it("gets the scopes that it was given, and of others none", async () => {
    const machine = await createMachine({ scopes: ["read", "nuke"] });
    expect(await ask(machine, { scope: "read write" })).toMatchObject({ scope: "read" });
    expect(await ask(machine, { scope: "nuke" })).toMatchObject({ scope: "nuke" });
    expect(await ask(machine)).toMatchObject({ scope: "read" });
    await expect(ask(machine, { scope: "write" })).rejects.toMatchObject({ error: "invalid_scope" });
  });

  it("has no scope when it was given none by name", async () => {
    const machine = await createMachine({ scopes: undefined });
    expect(await ask(machine)).toMatchObject({ scope: "" });
    await expect(ask(machine, { scope: "read" })).rejects.toMatchObject({ error: "invalid_scope" });
  });
});

describe("the resource of such a token", () => {
  const other = "https://other.example/mcp";
  const hidden = "https://hidden.example/mcp";

  it("[mcp:I1 mcp:I4] is the one that is named, or several, or the client's default", async () => {
    await test.provider.manage.resources.create({ uri: other });
    const machine = await createMachine();
    expect(claimsOf(await ask(machine, { resource: other })).aud).toBe(other);
    const both = await ask(machine, [
      ["resource", other],
      ["resource", uri],
    ]);
    expect(claimsOf(both).aud).toEqual([other, uri]);
    await expect(ask(machine)).rejects.toMatchObject({ error: "invalid_target" });
    expect(claimsOf(await ask(await createMachine({ defaultResource: other }))).aud).toBe(other);
  });

  it("is a private one only for the client that was made for it", async () => {
    await test.provider.manage.resources.create({ uri: hidden, isPrivate: true });
    expect(claimsOf(await ask(await createMachine({ defaultResource: hidden }))).aud).toBe(hidden);
    const machine = await createMachine();
    await expect(ask(machine, { resource: hidden })).rejects.toMatchObject({ error: "invalid_target" });
  });

  it("[attack:A113] is never absent: where none is registered there is no token", async () => {
    await test.provider.manage.resources.delete(uri);
    await expect(ask(await createMachine({ scopes: undefined }))).rejects.toMatchObject({
      error: "invalid_target",
      reason: "no_resource",
    });
  });

  it("can have opaque ones", async () => {
    await test.provider.manage.resources.create({ uri: other, tokenFormat: "opaque" });
    const machine = await createMachine();
    const { access_token: token } = await ask(machine, { resource: other });
    expect(token).toMatch(/^sp_at_/);
    expect(await introspect(token, machine.header)).toMatchObject({ active: true, aud: other });
  });
});

describe("introspection of such a token", () => {
  let machine: Machine;
  let token: string;
  const asResource = () => basicHeader(test.bas.id, test.secret);
  beforeEach(async () => {
    machine = await createMachine();
    token = String((await ask(machine))["access_token"]);
    await test.store.clients.put({ ...test.bas, defaultResource: uri }, { forgetConsents: false });
  });

  it("tells its client and its resource of the client, and of no person", async () => {
    for (const header of [machine.header, asResource()]) {
      const found = await introspect(token, header);
      expect(found).toMatchObject({ active: true, sub: machine.client.id, client_id: machine.client.id, aud: uri });
      expect(found["username"]).toBeUndefined();
    }
    const stranger = await createMachine();
    expect(await introspect(token, stranger.header)).toEqual({ active: false });
  });

  const ends: [string, () => Promise<unknown>][] = [
    ["the client is turned off", () => test.provider.manage.clients.setStatus(machine.client.id, "disabled")],
    ["the client is deleted", () => test.provider.manage.clients.delete(machine.client.id)],
    ["everything is revoked", () => test.store.system.bumpEpoch(test.clock.now())],
    ["it expires", async () => test.clock.advance(600)],
  ];
  it.each(ends)("says that it is dead at once when %s", async (_, end) => {
    expect(await introspect(token, asResource())).toHaveProperty("active", true);
    await end();
    expect(await introspect(token, asResource())).toEqual({ active: false });
  });

  it("says that it is dead after its client was turned off and on again", async () => {
    await test.provider.manage.clients.setStatus(machine.client.id, "disabled");
    await test.provider.manage.clients.setStatus(machine.client.id, "active");
    expect(await introspect(token, asResource())).toEqual({ active: false });
    expect(await introspect((await ask(machine))["access_token"], asResource())).toHaveProperty("active", true);
  });

  it("says that it is dead after its client was deleted and came back under its name", async () => {
    await test.provider.manage.clients.delete(machine.client.id);
    test.clock.advance(1);
    await test.store.clients.insert({ ...machine.client, createdAt: test.clock.now() });
    expect(await introspect(token, asResource())).toEqual({ active: false });
  });

  it("[mcp:F7 attack:A149] says that it is dead when its client revoked it, and nobody else, and no other token", async () => {
    const another = (await ask(machine))["access_token"];
    const stranger = await createMachine();
    await test.provider.revoke(formRequest({ token }, stranger.header));
    expect(await introspect(token, asResource())).toHaveProperty("active", true);
    await test.provider.revoke(formRequest({ token }, machine.header));
    expect(await introspect(token, asResource())).toEqual({ active: false });
    expect(await introspect(another, asResource())).toHaveProperty("active", true);
    expect(test.events.at(-1)).toEqual({ type: "client_token.revoked", clientId: machine.client.id });
  });
});

it("opens no user-info: there is no person in it", async () => {
  const { access_token: token } = await ask(await createMachine());
  const request = { ...formRequest("", `Bearer ${String(token)}`), method: "GET" };
  await expect(test.provider.userinfo(request)).rejects.toMatchObject({ error: "invalid_token" });
});

describe("private_key_jwt", () => {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwks = { keys: [{ ...publicKey.export({ format: "jwk" }), kid: "k1", alg: "ES256" }] };
  const documentId = "https://agent.example/client.json";
  const document = {
    client_id: documentId,
    client_name: "Agent",
    grant_types: ["client_credentials"],
    token_endpoint_auth_method: "private_key_jwt",
    jwks,
  };
  let jti = 0;

  async function askSigned(id: string, more: Record<string, string> = {}, aud = "https://as.example") {
    jti += 1;
    const now = test.clock.now();
    const assertion = await new SignJWT({ iss: id, sub: id, aud, iat: now, exp: now + 300, jti: `j${jti}` })
      .setProtectedHeader({ alg: "ES256", kid: "k1" })
      .sign(privateKey);
    const form = {
      grant_type: "client_credentials",
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: assertion,
      ...more,
    };
    return (await test.provider.token(formRequest(form))).body ?? {};
  }

  it.each(["https://as.example", "https://as.example/", tokenEndpoint])(
    "[mcp:M2 mcp:M3] is proof enough, for the audience %s and without client_id",
    async (audience) => {
      const { client } = await createMachine({ authMethod: "private_key_jwt", jwks });
      const answer = await askSigned(client.id, { scope: "read", resource: uri }, audience);
      expect(claimsOf(answer)).toMatchObject({ sub: client.id, aud: uri, scope: "read" });
    },
  );

  it("[mcp:C19 mcp:C18] lets a client in that its document describes, once an operator gave it scopes", async () => {
    test.documents.publish(documentId, document);
    await expect(askSigned(documentId)).rejects.toMatchObject({
      error: "unauthorized_client",
      reason: "not_entrusted",
    });
    const client = await test.provider.manage.clients.get(documentId);
    expect(client).toMatchObject({ grantTypes: ["client_credentials"], redirectUris: [] });
    await test.provider.manage.clients.update(documentId, { version: client.version, scopes: ["read"] });
    expect(claimsOf(await askSigned(documentId))).toMatchObject({ sub: documentId, scope: "read" });
  });

  it("[mcp:C19 attack:A087] does not let a document's client in that says its name only, though it may for codes", async () => {
    const both = { ...document, token_endpoint_auth_methods_supported: ["none", "private_key_jwt"] };
    test.documents.publish(documentId, both);
    await expect(askSigned(documentId)).rejects.toHaveProperty("reason", "not_entrusted");
    const client = await test.provider.manage.clients.get(documentId);
    await test.provider.manage.clients.update(documentId, { version: client.version, scopes: ["read"] });
    const form = { grant_type: "client_credentials", client_id: documentId };
    await expect(test.provider.token(formRequest(form))).rejects.toHaveProperty("reason", "unproven_client");
  });

  it("[attack:A087] is not for a document without keys", async () => {
    const { jwks: _jwks, ...open } = document;
    test.documents.publish(documentId, { ...open, token_endpoint_auth_method: "none" });
    await expect(askSigned(documentId)).rejects.toMatchObject({
      error: "invalid_client_metadata",
      reason: "grant_types",
    });
  });
});

describe("registering for it", () => {
  async function register(members: JsonObject): Promise<JsonObject> {
    const open = await createTestProvider({ registration: { dynamic: "open" } });
    const body = JSON.stringify({ redirect_uris: [redirectUri], client_name: "X", ...members });
    const request = { ...formRequest(""), body, contentType: "application/json" };
    return (await open.provider.register(request)).body ?? {};
  }

  it("[mcp:M1 attack:A161] is not for clients that register themselves", async () => {
    const grantTypes = ["authorization_code", "client_credentials"];
    expect(await register({ grant_types: grantTypes })).toHaveProperty("grant_types", ["authorization_code"]);
    expect(await register({})).toHaveProperty("grant_types", ["authorization_code", "refresh_token"]);
    await expect(register({ grant_types: ["client_credentials"] })).rejects.toMatchObject({
      error: "invalid_client_metadata",
      reason: "grant_types",
    });
  });

  it("[attack:A087] is for confidential clients only", async () => {
    await expect(createMachine({ type: "public" })).rejects.toMatchObject({
      code: "invalid_input",
      field: "grantTypes",
    });
  });

  it("needs no redirect URI, and one that is there must be good", async () => {
    expect((await createMachine()).client.redirectUris).toEqual([]);
    const bad = createMachine({ redirectUris: ["javascript:alert(1)"] });
    await expect(bad).rejects.toMatchObject({ code: "invalid_input", field: "redirectUris" });
    const both = createMachine({ grantTypes: ["authorization_code", "client_credentials"] });
    await expect(both).rejects.toMatchObject({ code: "invalid_input", field: "redirectUris" });
  });

  it("[mcp:M1] is announced in the metadata, with the ways to authenticate", async () => {
    const metadata = await test.provider.metadata();
    expect(metadata["grant_types_supported"]).toContain("client_credentials");
    const methods = metadata["token_endpoint_auth_methods_supported"];
    expect(methods).toEqual(expect.arrayContaining(["private_key_jwt", "client_secret_basic"]));
  });
});

it("[attack:A115] a person's token and a client's cannot be taken for each other", async () => {
  const ofPerson = claimsOf(await getTokens(test, test.bas));
  const ofClient = claimsOf(await ask(await createMachine()));
  expect(ofPerson.sub).not.toBe(ofPerson["client_id"]);
  expect(ofClient.sub).toBe(ofClient["client_id"]);
});
