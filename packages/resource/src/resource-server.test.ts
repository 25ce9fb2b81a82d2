import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createClock, resource, startIssuer } from "../test/fake-issuer.ts";
import type { FakeIssuer } from "../test/fake-issuer.ts";
import { createResourceServer } from "./resource-server.ts";
import type { ResourceServerOptions } from "./resource-server.ts";

const metadataUrl = "https://mcp.example/.well-known/oauth-protected-resource/mcp";
let authority: FakeIssuer;

beforeAll(async () => {
  authority = await startIssuer();
});
afterAll(() => authority[Symbol.asyncDispose]());

function create(options: Partial<Omit<ResourceServerOptions, "checks" | "issuer" | "issuers" | "jwksUri">> = {}) {
  return createResourceServer({ resource, issuer: authority.issuer, now: createClock().now, ...options });
}

describe("metadata", () => {
  it("[mcp:H1 mcp:H4] names the resource and its authorization servers verbatim, and nothing that is not known", () => {
    const server = create();
    expect(server.metadata()).toEqual({
      resource,
      authorization_servers: [authority.issuer],
      bearer_methods_supported: ["header"],
    });
    expect(server.handleMetadata("GET").body).not.toContain("null");
  });

  it("[mcp:S4] does not take offline_access for a scope of its own", () => {
    expect(() => create({ scopesSupported: ["read", "offline_access"] })).toThrow(TypeError);
  });

  it("[mcp:H4] carries what was configured", () => {
    const server = create({
      scopesSupported: ["read"],
      resourceName: "Notes",
      resourceDocumentation: "https://mcp.example/docs",
    });
    expect(server.metadata()).toMatchObject({
      scopes_supported: ["read"],
      resource_name: "Notes",
      resource_documentation: "https://mcp.example/docs",
    });
  });

  it("[mcp:H4 mcp:H5] writes the resource without a trailing slash", () => {
    expect(create({ resource: "https://mcp.example/" }).metadata().resource).toBe("https://mcp.example");
    expect(create({ resource: "https://MCP.example:443/mcp/" }).metadata().resource).toBe(resource);
  });

  it("[mcp:H4] keeps the trailing slash of an issuer that has one", () => {
    const issuer = "https://tenant.example/";
    expect(createResourceServer({ resource, issuer }).metadata().authorization_servers).toEqual([issuer]);
  });

  it("[mcp:H3] is at the path-inserted location and at the root", () => {
    expect(create().metadataPaths).toEqual([
      "/.well-known/oauth-protected-resource/mcp",
      "/.well-known/oauth-protected-resource",
    ]);
    expect(create({ resource: "https://mcp.example" }).metadataPaths).toEqual([
      "/.well-known/oauth-protected-resource",
    ]);
  });

  it("[mcp:H6] answers GET, HEAD and OPTIONS to every origin, and refuses other methods", () => {
    const server = create();
    const any = { "Access-Control-Allow-Origin": "*" };
    expect(server.handleMetadata("GET")).toMatchObject({
      status: 200,
      headers: { ...any, "Content-Type": "application/json", "Cache-Control": "public, max-age=300" },
    });
    expect(server.handleMetadata("HEAD")).toMatchObject({ status: 200, headers: any, body: undefined });
    expect(server.handleMetadata("OPTIONS", "mcp-protocol-version")).toMatchObject({
      status: 204,
      headers: { ...any, "Access-Control-Allow-Headers": "mcp-protocol-version" },
    });
    expect(server.handleMetadata("POST")).toMatchObject({ status: 405, headers: { Allow: "GET, HEAD, OPTIONS" } });
  });

  it("[mcp:H6] does not mirror what is no list of header names", () => {
    const { headers } = create().handleMetadata("OPTIONS", "a\r\nSet-Cookie: b");
    expect(headers["Access-Control-Allow-Headers"]).toContain("Authorization");
    expect(headers["Access-Control-Allow-Headers"]).not.toContain("Set-Cookie");
  });
});

describe("options", () => {
  it.each([
    ["relative resource", { resource: "/mcp" }],
    ["resource with a fragment", { resource: "https://mcp.example/mcp#a" }],
    ["offline_access as a scope", { scopesSupported: ["offline_access"] }],
    ["scope with a quote", { scopesSupported: ['a"b'] }],
    ["tolerance of an hour", { clockToleranceSeconds: 3_600 }],
    ["negative tolerance", { clockToleranceSeconds: -1 }],
  ])("[mcp:H4 mcp:H12] refuses a %s", (_, options) => {
    expect(() => create(options)).toThrow(TypeError);
  });

  it.each([
    "http://auth.example",
    "https://auth.example/?a",
    "https://auth.example/#a",
    "https://u@auth.example",
    "auth",
  ])("[mcp:H21] refuses the issuer %s", (issuer) => {
    expect(() => createResourceServer({ resource, issuer })).toThrow(TypeError);
  });

  it("[mcp:H21] refuses to trust nobody", () => {
    expect(() => createResourceServer({ resource, issuers: [] })).toThrow(TypeError);
  });
});

describe("verify", () => {
  it("[mcp:H2 mcp:H7 mcp:H9] challenges a request without a token, with no error", async () => {
    expect(await create().verify(undefined)).toMatchObject({
      status: 401,
      wwwAuthenticate: `Bearer resource_metadata="${metadataUrl}"`,
      headers: { "WWW-Authenticate": `Bearer resource_metadata="${metadataUrl}"`, "Cache-Control": "no-store" },
      reason: "token_missing",
    });
  });

  it("[mcp:H8] names the scopes of the request in the first challenge", async () => {
    expect(await create().verify(undefined, { requiredScopes: ["read", "write"] })).toMatchObject({
      wwwAuthenticate: `Bearer scope="read write", resource_metadata="${metadataUrl}"`,
    });
  });

  it("[mcp:H9] takes another scheme for no token", async () => {
    expect(await create().verify("Basic YTpi")).toMatchObject({ status: 401, reason: "token_missing" });
  });

  it.each(["Bearer", "Bearer ", "Bearer a b", "Bearer a, Bearer b", "Bearer ü", `Bearer ${"a".repeat(16_385)}`])(
    "[mcp:H9] answers 400 to a malformed header (%#)",
    async (header) => {
      expect(await create().verify(header)).toMatchObject({
        status: 400,
        body: { error: "invalid_request" },
        reason: "header_malformed",
      });
    },
  );

  it("[mcp:H7 mcp:H9] says invalid_token for a presented one, the description last", async () => {
    const verdict = await create().verify("Bearer rubbish", { requiredScopes: ["read"] });
    expect(verdict).toMatchObject({ status: 401, body: { error: "invalid_token" }, reason: "token_malformed" });
    expect(verdict).toHaveProperty(
      "wwwAuthenticate",
      expect.stringMatching(
        /^Bearer error="invalid_token", scope="read", resource_metadata="[^"]+", error_description="[^"=]+"$/,
      ),
    );
  });

  it("[mcp:H10] refuses a token in the query, also beside a good header", async () => {
    const header = await authority.bearer();
    for (const url of ["/mcp?access_token=abc", "https://mcp.example/mcp?a=1&access%5Ftoken=", "/?access_token"]) {
      expect(await create().verify(header, { url })).toMatchObject({ status: 400, reason: "token_in_query" });
    }
    expect(await create().verify(undefined, { url: "/mcp?access_token=abc" })).toMatchObject({ status: 400 });
  });

  it("[mcp:H14] hands over what the SDKs expect", async () => {
    const token = await authority.sign({ claims: { scope: "read write" } });
    expect(await create().verify(`Bearer ${token}`, { url: "/mcp?a=1" })).toEqual({
      ok: true,
      auth: {
        token,
        clientId: "app",
        scopes: ["read", "write"],
        expiresAt: 1_000_900,
        resource: new URL(resource),
        resourceMetadataUrl: metadataUrl,
        extra: { subject: "alice", issuer: authority.issuer, claims: expect.objectContaining({ jti: "t1" }) },
      },
    });
  });

  it("[mcp:H14] has no scopes for a token without", async () => {
    const header = await authority.bearer({ claims: { scope: undefined } });
    expect(await create().verify(header)).toMatchObject({ ok: true, auth: { scopes: [] } });
  });

  it("[mcp:H9] reads the scheme in any case", async () => {
    expect(await create().verify(`bearer ${await authority.sign()}`)).toMatchObject({ ok: true });
  });
});

describe("scopes", () => {
  it("[mcp:H9 mcp:H16] answers 403 with all scopes that the token should have then", async () => {
    const header = await authority.bearer({ claims: { scope: "read offline_access" } });
    expect(await create().verify(header, { requiredScopes: ["read", "write", "share"] })).toMatchObject({
      status: 403,
      body: { error: "insufficient_scope" },
      wwwAuthenticate: expect.stringMatching(
        /^Bearer error="insufficient_scope", scope="read write share", resource_metadata="[^"]+", error_description="/,
      ),
      reason: "scope_missing",
    });
  });

  it("[mcp:H16] asks for the scopes of the operation only, when told so", async () => {
    const server = create({ challengeScopes: "needed" });
    const header = await authority.bearer({ claims: { scope: "read" } });
    expect(await server.verify(header, { requiredScopes: ["write"] })).toMatchObject({
      wwwAuthenticate: expect.stringContaining('scope="write"'),
    });
  });

  it("[mcp:H7] leaves a name out of the challenge that would break it", async () => {
    const header = await authority.bearer({ claims: { scope: 'read a"b' } });
    expect(await create().verify(header, { requiredScopes: ["write"] })).toMatchObject({
      wwwAuthenticate: expect.stringContaining('scope="read write"'),
    });
  });

  it("[mcp:H9] does not take part of a scope name for the whole", async () => {
    const header = await authority.bearer({ claims: { scope: "reader" } });
    expect(await create().verify(header, { requiredScopes: ["read"] })).toMatchObject({ status: 403 });
  });

  it("[mcp:H10] tells of refusals with their reason", async () => {
    const reasons: string[] = [];
    await create({ onRefusal: ({ reason }) => reasons.push(reason) }).verify(undefined, { url: "/?access_token=a" });
    expect(reasons).toEqual(["token_in_query"]);
  });

  it("[mcp:S3] lets a scope be enough for those below it", async () => {
    const header = await authority.bearer({ claims: { scope: "files mail:read" } });
    expect(await create().verify(header, { requiredScopes: ["files:read", "mail:read"] })).toHaveProperty("ok", true);
    expect(await create().verify(header, { requiredScopes: ["files:read", "mail"] })).toMatchObject({
      status: 403,
      wwwAuthenticate: expect.stringContaining('scope="files mail:read mail"'),
    });
  });

  it("[mcp:S4] never asks for offline_access", async () => {
    const options = { requiredScopes: ["read", "offline_access"] };
    expect(await create().verify(undefined, options)).toMatchObject({
      wwwAuthenticate: expect.stringMatching(/^Bearer scope="read", resource_metadata/),
    });
    const header = await authority.bearer({ claims: { scope: "read offline_access" } });
    for (const challengeScopes of ["needed", "accumulated"] as const) {
      const server = create({ challengeScopes });
      const verdict = await server.verify(header, { requiredScopes: ["write", "offline_access"] });
      expect(verdict).toMatchObject({ status: 403, wwwAuthenticate: expect.not.stringContaining("offline_access") });
    }
  });
});
