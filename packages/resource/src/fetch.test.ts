import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createClock, resource, startIssuer } from "../test/fake-issuer.ts";
import type { FakeIssuer } from "../test/fake-issuer.ts";
import { answerMetadata, protect } from "./fetch.ts";
import type { FetchProtectOptions } from "./fetch.ts";
import { createResourceServer } from "./resource-server.ts";
import { scopesForTools } from "./operation-scopes.ts";

let authority: FakeIssuer;

beforeAll(async () => {
  authority = await startIssuer();
});
afterAll(() => authority[Symbol.asyncDispose]());

function createServer() {
  return createResourceServer({ resource, issuer: authority.issuer, now: createClock().now });
}

function create(options?: FetchProtectOptions) {
  const echo = async (request: Request, auth: { clientId: string }) =>
    Response.json({ clientId: auth.clientId, body: await request.text() });
  return protect(createServer(), echo, options);
}

async function post(body: string) {
  return new Request(resource, { method: "POST", headers: { authorization: await authority.bearer() }, body });
}

const callOf = (name: string) =>
  JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name, arguments: { text: "ü" } } });

describe("protect", () => {
  it("[mcp:H20] hands the request and the caller to the handler", async () => {
    const response = await create()(await post("hello"));
    expect(await response.json()).toEqual({ clientId: "app", body: "hello" });
    expect(response.headers.get("access-control-expose-headers")).toContain("WWW-Authenticate");
  });

  it("[mcp:H2 mcp:H20] challenges a request without a token", async () => {
    const response = await create()(new Request(resource));
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toMatch(/^Bearer resource_metadata="/);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
  });

  it("[mcp:H10 mcp:H20] sees a token in the query", async () => {
    expect((await create()(new Request(`${resource}?access_token=a`))).status).toBe(400);
  });

  it("[mcp:H19] answers a preflight without a token", async () => {
    expect((await create()(new Request(resource, { method: "OPTIONS" }))).status).toBe(204);
  });

  it("[mcp:H15 mcp:H20] looks at the tool, and leaves the body to the handler", async () => {
    const handle = create({ scopesFor: scopesForTools({ write_note: ["write"] }) });
    expect((await handle(await post(callOf("write_note")))).status).toBe(403);
    const response = await handle(await post(callOf("whoami")));
    expect(await response.json()).toEqual({ clientId: "app", body: callOf("whoami") });
  });

  it("[mcp:H15] refuses a body that is no JSON", async () => {
    const handle = create({ scopesFor: scopesForTools({ write_note: ["write"] }) });
    expect((await handle(await post("{"))).status).toBe(400);
  });

  it("[mcp:H20] refuses a body that is too long to look at", async () => {
    const handle = create({ scopesFor: () => [], maxBodyBytes: 10 });
    expect((await handle(await post("12345678901"))).status).toBe(413);
    expect((await handle(await post("1234567890"))).status).toBe(200);
  });
});

describe("answerMetadata", () => {
  it("[mcp:H3 mcp:H20] answers at the metadata paths only", async () => {
    const server = createServer();
    const url = "https://mcp.example/.well-known/oauth-protected-resource";
    expect(await (await answerMetadata(server, new Request(url)))?.json()).toMatchObject({ resource });
    expect((await answerMetadata(server, new Request(url, { method: "OPTIONS" })))?.status).toBe(204);
    expect(answerMetadata(server, new Request(resource))).toBeUndefined();
  });
});
