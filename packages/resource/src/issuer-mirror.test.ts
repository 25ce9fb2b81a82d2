import { describe, expect, it } from "vitest";
import { createClock, resource, startIssuer } from "../test/fake-issuer.ts";
import { createResourceServer } from "./resource-server.ts";

const path = "/.well-known/oauth-authorization-server";

async function start(issuerPath = "") {
  const authority = await startIssuer(issuerPath);
  const clock = createClock();
  const options = { resource, issuer: authority.issuer, mirrorIssuerMetadata: true, now: clock.now };
  const server = createResourceServer(options);
  const get = (method = "GET") => server.answerWellKnown({ path, method });
  return { authority, clock, get, [Symbol.asyncDispose]: () => authority[Symbol.asyncDispose]() };
}

describe("mirror of the issuer's metadata", () => {
  it("[mcp:H18] is off by default", async () => {
    const server = createResourceServer({ resource, issuer: "https://auth.example" });
    expect(server.answerWellKnown({ path, method: "GET" })).toBeUndefined();
  });

  it("[mcp:H18] hands on the document as it is, also of an issuer with a path", async () => {
    await using app = await start("/tenant");
    const { issuer } = app.authority;
    const answer = await app.get();
    expect(answer).toMatchObject({ status: 200, headers: { "Access-Control-Allow-Origin": "*" } });
    expect(JSON.parse(answer?.body ?? "")).toEqual({ issuer, jwks_uri: `${issuer}/jwks` });
  });

  it("[mcp:H18] asks the issuer once for all, and again when the document is old", async () => {
    await using app = await start();
    await Promise.all([app.get(), app.get(), app.get("HEAD")]);
    app.clock.advance(299);
    await app.get();
    expect(app.authority.asked).toHaveLength(1);
    app.clock.advance(1);
    await app.get();
    expect(app.authority.asked).toHaveLength(2);
  });

  it("[mcp:H6 mcp:H18] answers HEAD and OPTIONS, and 405 otherwise", async () => {
    await using app = await start();
    expect(await app.get("HEAD")).toMatchObject({ status: 200, body: undefined });
    expect(await app.get("OPTIONS")).toMatchObject({ status: 204 });
    expect(await app.get("POST")).toMatchObject({ status: 405 });
  });

  it("[mcp:H18] says 502, which clients pass over, while it has no document, and soon tries again", async () => {
    await using app = await start();
    app.authority.answer("*", 200, { issuer: "https://evil.example" });
    expect(await app.get()).toMatchObject({ status: 502, headers: { "Cache-Control": "no-store" } });
    app.authority.overrides.clear();
    expect(await app.get()).toMatchObject({ status: 502 });
    app.clock.advance(5);
    expect(await app.get()).toMatchObject({ status: 200 });
  });

  it("[mcp:H18] keeps the document that it has when the issuer is down", async () => {
    await using app = await start();
    await app.get();
    app.authority.answer("*", 500, {});
    app.clock.advance(300);
    expect(await app.get()).toMatchObject({ status: 200 });
  });
});
