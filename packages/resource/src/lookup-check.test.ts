import { describe, expect, it } from "vitest";
import { resource } from "../test/fake-issuer.ts";
import { defineLookupCheck } from "./lookup-check.ts";
import { createResourceServer } from "./resource-server.ts";

const issuer = "https://auth.example";
const claims = { iss: issuer, sub: "alice", aud: resource, client_id: "app", scope: "read", exp: 4_000_000_000 };

async function verify(token: string, lookUp: (token: string) => Promise<unknown>) {
  return await createResourceServer({ resource, checks: [defineLookupCheck({ issuer, lookUp })] }).verify(
    `Bearer ${token}`,
  );
}

const jwtOf = (iss: string) => `e30.${Buffer.from(JSON.stringify({ iss })).toString("base64url")}.x`;

describe("a check by a function", () => {
  it.each([["opaque"], [jwtOf(issuer)]])("[mcp:H14] takes %s, and what the function says of it", async (token) => {
    const verdict = await verify(token, (text) => Promise.resolve(text === token ? claims : undefined));
    expect(verdict).toMatchObject({
      ok: true,
      auth: { clientId: "app", scopes: ["read"], extra: { subject: "alice" } },
    });
  });

  it("[mcp:H9] refuses what the function does not know", async () => {
    expect(await verify("other", () => Promise.resolve(undefined))).toMatchObject({
      status: 401,
      reason: "token_inactive",
    });
  });

  it("[mcp:H11] judges the audience itself, and does not ask about tokens of others", async () => {
    const elsewhere = { ...claims, aud: "https://other.example/mcp" };
    expect(await verify("opaque", () => Promise.resolve(elsewhere))).toMatchObject({ reason: "resource_wrong" });
    const unasked = () => Promise.reject(new Error("asked"));
    expect(await verify(jwtOf("https://evil.example"), unasked)).toMatchObject({ reason: "issuer_unknown" });
  });

  it("[mcp:H13] is 503 while the function fails", async () => {
    expect(await verify("opaque", () => Promise.reject(new Error("store")))).toMatchObject({ status: 503 });
  });
});
