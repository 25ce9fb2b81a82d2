import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createClock, resource, startIssuer } from "../test/fake-issuer.ts";
import type { FakeIssuer } from "../test/fake-issuer.ts";
import { createHandlerV2, tools } from "../test/mcp-servers.ts";
import { protect, requireBearerAuth, requireScopes } from "./mcp-sdk-v2.ts";
import { scopesForTools } from "./operation-scopes.ts";
import { createResourceServer } from "./resource-server.ts";

let authority: FakeIssuer;
beforeAll(async () => {
  authority = await startIssuer();
});
afterAll(() => authority[Symbol.asyncDispose]());

const createServer = () => createResourceServer({ resource, issuer: authority.issuer, now: createClock().now });

describe("requireBearerAuth", () => {
  it("[mcp:H14 mcp:H20] gives the caller, and leaves the body alone", async () => {
    const gate = requireBearerAuth(createServer(), { requiredScopes: ["read"] });
    const headers = { authorization: await authority.bearer() };
    const request = new Request(resource, { method: "POST", headers, body: "hello" });
    expect(await gate(request)).toMatchObject({ clientId: "app", expiresAt: 1_000_900 });
    expect(await request.text()).toBe("hello");
  });

  it("[mcp:H9 mcp:H20] gives the answer to a stranger", async () => {
    const answer = await requireBearerAuth(createServer())(new Request(resource));
    expect(answer).toBeInstanceOf(Response);
    expect(answer).toHaveProperty("status", 401);
  });
});

describe("protect", () => {
  it("[mcp:H15] refuses by Mcp-Method and Mcp-Name before it reads the body", async () => {
    const server = protect(createServer(), createHandlerV2(), { scopesFor: scopesForTools(tools) });
    let isRead = false;
    const body = new ReadableStream(
      {
        pull(controller) {
          isRead = true;
          controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    const headers = {
      authorization: await authority.bearer(),
      "mcp-method": "tools/call",
      "mcp-name": "write_note",
    };
    const response = await server.fetch(new Request(resource, { method: "POST", headers, body, duplex: "half" }));
    expect(response.status).toBe(403);
    expect(response.headers.get("www-authenticate")).toContain('scope="read notes:write"');
    expect(isRead).toBe(false);
  });
});

describe("requireScopes", () => {
  const challenge = requireScopes("notes:write", "notes:share");

  it("[mcp:S3 mcp:H16] asks for what is lacking and what is there, or for nothing", () => {
    expect(challenge({ authInfo: { scopes: ["notes"] } })).toBeUndefined();
    expect(challenge({ authInfo: { scopes: ["read", "notes:write"] } })).toEqual({
      scopes: ["notes:share", "read", "notes:write"],
    });
  });

  it("[mcp:H15] leaves a request without a caller to the gate", () => {
    expect(challenge({})).toBeUndefined();
  });
});
