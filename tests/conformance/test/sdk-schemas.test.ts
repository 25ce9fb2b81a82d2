import { parseErrorResponse as parseError2 } from "@modelcontextprotocol/client";
import { parseErrorResponse as parseError1 } from "@modelcontextprotocol/sdk/client/auth.js";
import {
  OAuthClientInformationFullSchema,
  OAuthErrorResponseSchema,
  OAuthMetadataSchema,
  OAuthProtectedResourceMetadataSchema,
  OAuthTokensSchema,
  OpenIdProviderDiscoveryMetadataSchema,
} from "@modelcontextprotocol/sdk/shared/auth.js";
import { beforeAll, describe, expect, it } from "vitest";
import { type FlowAnswers, walkCodeFlow } from "../src/code-flow.ts";
import { emptyMembers } from "../src/journal.ts";
import { redirectUri } from "../src/mcp-app.ts";
import { createPerson } from "../src/browser-person.ts";
import { type Dev, startDev } from "../src/program.ts";
import { startAll } from "../src/start-all.ts";

let dev: Dev;
let flow: FlowAnswers;
beforeAll(
  startAll(async (stack) => {
    dev = stack.use(await startDev());
    const { issuer, account } = dev;
    flow = await walkCodeFlow({ issuer, redirectUri, person: createPerson(account), scope: "openid demo:read" });
  }),
);

async function read(url: string): Promise<unknown> {
  return await (await fetch(url)).json();
}

describe("the SDK's schemas accept", () => {
  it("[mcp:D1 mcp:D9 mcp:D10 seed:D1 seed:T2] the metadata, which has no empty member", async () => {
    const metadata = await read(`${dev.issuer}/.well-known/oauth-authorization-server`);
    expect(await read(`${dev.issuer}/.well-known/openid-configuration`)).toEqual(metadata);
    expect(emptyMembers(metadata)).toEqual([]);
    const expected = {
      issuer: dev.issuer,
      response_types_supported: ["code"],
      grant_types_supported: [
        "authorization_code",
        "refresh_token",
        "client_credentials",
        "urn:ietf:params:oauth:grant-type:device_code",
      ],
      code_challenge_methods_supported: ["S256"],
    };
    expect(OAuthMetadataSchema.parse(metadata)).toMatchObject(expected);
    expect(OpenIdProviderDiscoveryMetadataSchema.parse(metadata)).toMatchObject(expected);
  });

  it("[mcp:H1 mcp:H4 mcp:H5] the resource's metadata, which has no empty member", async () => {
    const metadata = await read(new URL("/.well-known/oauth-protected-resource/mcp", dev.mcpUrl).href);
    expect(emptyMembers(metadata)).toEqual([]);
    const expected = { resource: dev.mcpUrl, authorization_servers: [dev.issuer] };
    expect(OAuthProtectedResourceMetadataSchema.parse(metadata)).toMatchObject(expected);
  });

  it("[mcp:R2 mcp:R4] a registration, which says all that holds", () => {
    const { status, body } = flow.registered;
    expect(status).toBe(201);
    expect(emptyMembers(body)).toEqual([]);
    expect(OAuthClientInformationFullSchema.parse(body)).toMatchObject({
      client_id: expect.stringMatching(/^[\w-]+$/),
      client_id_issued_at: expect.any(Number),
      client_name: "Notes",
      redirect_uris: [redirectUri],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: "none",
    });
    expect(body).not.toHaveProperty("client_secret");
  });

  it.each(["redeemed", "refreshed"] as const)("[mcp:T1 mcp:T2] the tokens that a client has %s", (leg) => {
    const { status, headers, body } = flow[leg];
    expect(status).toBe(200);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("content-type")).toMatch(/^application\/json/);
    expect(emptyMembers(body)).toEqual([]);
    // The schema would take "900" as well.
    expect(body).toMatchObject({ expires_in: expect.any(Number) });
    expect(OAuthTokensSchema.parse(body)).toMatchObject({ token_type: "Bearer", scope: "openid demo:read" });
  });

  it("[mcp:T3] a refusal", () => {
    const { status, headers, body } = flow.refused;
    expect(status).toBe(400);
    expect(headers.get("content-type")).toMatch(/^application\/json/);
    expect(emptyMembers(body)).toEqual([]);
    expect(OAuthErrorResponseSchema.parse(body)).toMatchObject({ error: "invalid_grant" });
  });

  it.each([
    ["v1", parseError1],
    ["v2", parseError2],
  ])("[dev:E1] the address of a refusal's explanation, in what the SDK %s throws", async (_sdk, parse) => {
    const { status, body } = flow.refused;
    const { errorUri } = await parse(new Response(JSON.stringify(body), { status }));
    expect(errorUri).toMatch(new RegExp(`^${dev.adminUrl}/dev/errors/err_\\w{8}$`));
    expect(await (await fetch(String(errorUri))).text()).toContain("code_replayed");
  });
});
