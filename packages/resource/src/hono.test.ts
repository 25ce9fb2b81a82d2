import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createClock, resource, startIssuer } from "../test/fake-issuer.ts";
import type { FakeIssuer } from "../test/fake-issuer.ts";
import { metadataRouter, protect } from "./hono.ts";
import type { AuthEnv } from "./hono.ts";
import { createResourceServer } from "./resource-server.ts";

let authority: FakeIssuer;
beforeAll(async () => {
  authority = await startIssuer();
});
afterAll(() => authority[Symbol.asyncDispose]());

function createApp() {
  const server = createResourceServer({ resource, issuer: authority.issuer, now: createClock().now });
  const app = new Hono<AuthEnv>();
  app.use(metadataRouter(server));
  app.use("/mcp", bodyLimit({ maxSize: 1_000 }), protect(server, { scopesFor: () => [] }));
  app.post("/mcp", async (c) => c.json({ caller: c.get("auth").clientId, body: await c.req.json() }));
  app.get("/mcp", () => {
    throw new Error("broken");
  });
  app.onError((error, c) => c.text(error.message, 500));
  app.get("/open", (c) => c.text("open"));
  return app;
}

describe("on Hono", () => {
  it("[mcp:H20] hands caller and body to the handler", async () => {
    const headers = { authorization: await authority.bearer() };
    const response = await createApp().request("/mcp", { method: "POST", headers, body: '{"a":1}' });
    expect(await response.json()).toEqual({ caller: "app", body: { a: 1 } });
    expect(response.headers.get("content-type")).toBe("application/json");
  });

  it("[mcp:H19] lets every origin read the error of a handler", async () => {
    const headers = { authorization: await authority.bearer() };
    const response = await createApp().request("/mcp", { headers });
    expect(response.status).toBe(500);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
  });

  it("[mcp:H6 mcp:H20] leaves other paths alone", async () => {
    expect(await (await createApp().request("/open")).text()).toBe("open");
    expect((await createApp().request("/.well-known/oauth-protected-resource", { method: "PUT" })).status).toBe(405);
    expect((await createApp().request("/.well-known/other")).status).toBe(404);
  });
});
