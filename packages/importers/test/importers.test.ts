import type { ImportRecords } from "@sallyport/core";
import { describe, expect, it } from "vitest";
import { importers } from "../src/index.ts";

function read(system: string, file: unknown): ImportRecords {
  const importer = importers.find(({ name }) => name === system);
  if (importer === undefined) throw new Error(`there is no importer for ${system}`);
  return importer.read(JSON.stringify(file));
}

const redirects = { redirect_uris: ["https://app.example/cb"] };

describe("what node-oidc-provider has", () => {
  const client = { client_id: "a", client_secret: "s", ...redirects };

  it.each([
    ["the list of its configuration", [client]],
    ["its configuration", { clients: [client], cookies: {} }],
    ["what an adapter keeps", { "oidc:Client:a": client, "oidc:Session:x": {} }],
  ])("[migrate:I5] is read as %s, with its own defaults", (_name, file) => {
    const { clients } = read("node-oidc-provider", file);
    expect(clients).toMatchObject([
      {
        clientId: "a",
        name: "a",
        authMethod: "client_secret_basic",
        grantTypes: ["authorization_code"],
        secret: { kind: "plain", text: "s" },
      },
    ]);
  });

  it("[migrate:I5] is allowed for each resource, without what was rejected, until it expires", () => {
    const grant = {
      accountId: "u",
      clientId: "a",
      iat: 1_700_000_000,
      exp: 1_800_000_000,
      openid: { scope: "openid profile" },
      resources: { "https://mcp.example/mcp": "read write" },
      rejected: { openid: { scope: "profile" }, resources: { "https://mcp.example/mcp": "write" } },
    };
    expect(read("node-oidc-provider", { clients: [], grants: [grant] }).consents).toEqual([
      {
        where: "grants[0]",
        userId: "u",
        clientId: "a",
        scopes: ["openid", "read"],
        resources: ["https://mcp.example/mcp"],
        grantedAt: 1_700_000_000,
        expiresAt: 1_800_000_000,
      },
    ]);
  });

  it("[migrate:C1] keeps the keys of clients that sign, and no secret", () => {
    const signing = { ...client, token_endpoint_auth_method: "private_key_jwt", jwks: { keys: [] } };
    expect(read("node-oidc-provider", [signing]).clients[0]).toMatchObject({ jwks: { keys: [] }, secret: undefined });
  });
});

describe("what Better Auth has", () => {
  it("[migrate:I5] is read in snake_case and the plural, as some databases have it", () => {
    const { clients, people, consents } = read("better-auth", {
      users: [{ id: 7, email: "ada@example.com", name: "Ada", created_at: 1_700_000_000_000, banned: 1 }],
      accounts: [{ user_id: 7, provider_id: "credential", password: "$2b$10$x" }],
      oauth_clients: [
        {
          client_id: "a",
          client_secret: "h",
          redirect_uris: '["https://app.example/cb"]',
          created_at: "2025-01-01 10:00:00",
        },
      ],
      oauth_consents: [{ client_id: "a", user_id: 7, scopes: '["openid"]', resources: "[]" }],
    });
    expect(people).toMatchObject([
      { id: "7", passwordHash: "$2b$10$x", isDisabled: true, createdAt: 1_700_000_000, where: "users[0]" },
    ]);
    expect(clients).toMatchObject([
      { clientId: "a", createdAt: Date.parse("2025-01-01T10:00:00Z") / 1000, secret: { kind: "hash", hash: "h" } },
    ]);
    expect(consents).toMatchObject([{ userId: "7", clientId: "a", resources: undefined }]);
  });

  it("[migrate:I4] leaves out clients that are known by their documents", () => {
    const client = { clientId: "https://a.example/c.json", clientDiscoveryId: "cimd", redirectUris: [] };
    const { clients, notes } = read("better-auth", { oauthClient: [client] });
    expect(clients).toEqual([]);
    expect(notes).toMatchObject([{ where: "oauthClient[0]", id: "https://a.example/c.json" }]);
  });
});

describe("what Keycloak has", () => {
  it("[migrate:C1] is a client that signs, by its keys or where they are", () => {
    const signer = { redirectUris: [], clientAuthenticatorType: "client-jwt" };
    const { clients } = read("keycloak", {
      clients: [
        { ...signer, clientId: "a", attributes: { "jwks.string": '{"keys":[]}' } },
        { ...signer, clientId: "b", attributes: { "use.jwks.url": "true", "jwks.url": "https://b.example/jwks" } },
      ],
    });
    expect(clients).toMatchObject([
      { authMethod: "private_key_jwt", jwks: { keys: [] } },
      { authMethod: "private_key_jwt", jwksUri: "https://b.example/jwks" },
    ]);
  });

  it("[migrate:I3] with keys that are not JSON is malformed", () => {
    const client = { clientId: "a", clientAuthenticatorType: "client-jwt", attributes: { "jwks.string": "{" } };
    expect(() => read("keycloak", { clients: [client] })).toThrow("clients[0].attributes");
  });

  it.each([
    ["no JSON", "{", "{}"],
    ["no salt", '{"value":"YQ=="}', '{"hashIterations":1,"algorithm":"pbkdf2-sha256"}'],
    ["no known algorithm", '{"value":"YQ==","salt":"YQ=="}', '{"hashIterations":1,"algorithm":"constructor"}'],
    [
      "another argon2",
      '{"value":"YQ==","salt":"YQ=="}',
      '{"hashIterations":1,"algorithm":"argon2","additionalParameters":{"type":["d"],"version":["1.3"]}}',
    ],
  ])("[migrate:I4] has a password that nobody can check: %s", (_name, secretData, credentialData) => {
    const credentials = [{ type: "password", secretData, credentialData }];
    const { people } = read("keycloak", { users: [{ id: "u", email: "a@example.com", credentials }] });
    expect(people[0]?.passwordHash).toBe("unknown");
  });
});

describe("what workers-oauth-provider keeps", () => {
  const app = { clientId: "a", redirectUris: ["https://app.example/cb"], tokenEndpointAuthMethod: "none" };
  const system = "workers-oauth-provider";

  it("[migrate:I5] is read as wrangler prints it, or as values alone", () => {
    const value = JSON.stringify(app);
    for (const file of [{ "client:a": { value } }, { "client:a": value, "token:u:g:t": "{}" }]) {
      expect(read(system, file).clients).toMatchObject([{ clientId: "a", where: "client:a", isUnverified: true }]);
    }
  });

  it("[migrate:I5] is read with the word that wrangler ends with", () => {
    const importer = importers.find(({ name }) => name === system);
    const file = `${JSON.stringify({ "client:a": JSON.stringify(app) })}\n\nSuccess!\n`;
    expect(importer?.read(file).clients).toHaveLength(1);
  });

  it("[migrate:C1] has SHA-256 of secrets, or nothing that can be used", () => {
    const secretOf = (clientSecret?: string) =>
      read(system, {
        "client:a": JSON.stringify({ ...app, clientSecret, tokenEndpointAuthMethod: "client_secret_post" }),
      }).clients[0]?.secret;
    expect(secretOf("00".repeat(32))).toEqual({ kind: "hash", hash: "A".repeat(43) });
    expect([secretOf("plain"), secretOf()]).toEqual([{ kind: "lost" }, { kind: "lost" }]);
  });

  it("[migrate:I5] is allowed until the grant ends, for its resources", () => {
    const grant = { clientId: "a", userId: "u", scope: ["read"], createdAt: 1_700_000_000, expiresAt: 1_800_000_000 };
    const file = {
      "grant:u:1": JSON.stringify({ ...grant, resource: "https://mcp.example/mcp" }),
      "grant:u:2": JSON.stringify(grant),
    };
    const consent = {
      userId: "u",
      clientId: "a",
      scopes: ["read"],
      grantedAt: 1_700_000_000,
      expiresAt: 1_800_000_000,
    };
    expect(read(system, file).consents).toEqual([
      { ...consent, where: "grant:u:1", resources: ["https://mcp.example/mcp"] },
      { ...consent, where: "grant:u:2", resources: undefined },
    ]);
  });

  it("[migrate:I4] leaves out clients that are known by their documents", () => {
    const clientId = "https://app.example/client.json";
    const { clients, notes } = read(system, { [`client:${clientId}`]: JSON.stringify({ ...app, clientId }) });
    expect([clients, notes]).toMatchObject([[], [{ id: clientId }]]);
  });

  it.each([
    ["of something else", { settings: "{}" }, /client:/],
    ["with a value that is no JSON", { "client:a": "a" }, /^client:a is not JSON/],
    ["with a client that has no redirect URIs", { "client:a": '{"clientId":"a"}' }, /^client:a\.redirectUris/],
  ])("[migrate:I3] %s is malformed", (_what, file, message) => {
    expect(() => read(system, file)).toThrow(message);
  });
});

it.each([
  ["better-auth", { oauthClient: [{ clientId: "a", redirectUris: [], jwksUri: "https://app.example/jwks" }] }],
  [
    "workers-oauth-provider",
    {
      "client:a": JSON.stringify({
        clientId: "a",
        redirectUris: [],
        tokenEndpointAuthMethod: "none",
        jwksUri: "https://app.example/jwks",
      }),
    },
  ],
  [
    "node-oidc-provider",
    [{ client_id: "a", token_endpoint_auth_method: "none", jwks_uri: "https://app.example/jwks" }],
  ],
])("[migrate:I4] of %s a client that does not sign comes without its keys", (system, file) => {
  const [client] = read(system, file).clients;
  expect(client).toMatchObject({ clientId: "a", authMethod: "none" });
  expect([client?.jwksUri, client?.jwks]).toEqual([undefined, undefined]);
});
