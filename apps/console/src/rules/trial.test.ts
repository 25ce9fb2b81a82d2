import { describe, expect, it } from "vitest";
import {
  authorizationUrl,
  claimsOf,
  readAuthorizationResponse,
  readEndpoints,
  tokenRequest,
  type Trial,
} from "./trial.ts";

const endpoints = {
  issuer: "https://auth.example",
  authorization_endpoint: "https://auth.example/oauth/provider/authorize",
  token_endpoint: "https://auth.example/oauth/provider/token",
};
const secrets = { state: "s-1", verifier: "v-1", challenge: "c-1" };
const trial: Trial = { clientId: "client_1", redirectUri: "http://127.0.0.1/callback", scope: "openid" };
const landed = (query: string) =>
  readAuthorizationResponse(` http://127.0.0.1/callback?${query}\n`, endpoints, secrets);

describe("the trial of a client", () => {
  it("asks with PKCE, and for a resource only where one was chosen", () => {
    const asked = Object.fromEntries(new URL(authorizationUrl(endpoints, trial, secrets)).searchParams);
    expect(asked).toEqual({
      response_type: "code",
      client_id: "client_1",
      redirect_uri: "http://127.0.0.1/callback",
      state: "s-1",
      scope: "openid",
      code_challenge: "c-1",
      code_challenge_method: "S256",
    });
    const other = { ...trial, scope: "", resource: "https://mcp.example/mcp" };
    const { searchParams } = new URL(authorizationUrl(endpoints, other, secrets));
    expect([searchParams.get("resource"), searchParams.get("scope")]).toEqual(["https://mcp.example/mcp", null]);
  });

  it("takes a code that is its own", () => {
    expect(landed("code=abc&state=s-1&iss=https%3A%2F%2Fauth.example")).toEqual({ kind: "code", code: "abc" });
  });

  it.each([
    "code=abc&state=s-2&iss=https%3A%2F%2Fauth.example",
    "code=abc&state=s-1&iss=https%3A%2F%2Fother.example",
    "code=abc&state=s-1",
    "state=s-1&iss=https%3A%2F%2Fauth.example",
  ])("takes nothing of ?%s", (query) => {
    expect(landed(query).kind).toBe("wrong");
  });

  it("takes no text for an address", () => {
    expect(readAuthorizationResponse("no address", endpoints, secrets).kind).toBe("wrong");
  });

  it("says why the server refused", () => {
    const query = "error=access_denied&error_description=no&state=s-1&iss=https%3A%2F%2Fauth.example";
    expect(landed(query)).toEqual({ kind: "refused", error: "access_denied", description: "no" });
  });

  it("authenticates as the client registered it", () => {
    const form = (init: RequestInit) => new URLSearchParams(String(init.body));
    const open = tokenRequest(trial, "abc", { verifier: "v-1", method: "none" });
    expect([open.headers, form(open).get("client_id")]).toEqual([undefined, "client_1"]);
    const secret = { ...trial, clientSecret: "a+b" };
    const basic = tokenRequest(secret, "abc", { verifier: "v-1", method: "client_secret_basic" });
    expect(basic.headers).toEqual({ authorization: `Basic ${btoa("client_1:a%2Bb")}` });
    expect([form(basic).get("client_id"), form(basic).get("client_secret")]).toEqual([null, null]);
    const post = tokenRequest(secret, "abc", { verifier: "v-1", method: "client_secret_post" });
    expect([post.headers, form(post).get("client_secret"), form(post).get("code_verifier")]).toEqual([
      undefined,
      "a+b",
      "v-1",
    ]);
  });

  it("reads what a JWT says, and nothing into other tokens", () => {
    const payload = Buffer.from(JSON.stringify({ sub: "zoë" })).toString("base64url");
    expect(claimsOf(`e30.${payload}.sig`)).toEqual({ sub: "zoë" });
    expect(claimsOf("sp_at_opaque")).toBeUndefined();
    expect(claimsOf("a.%%%.c")).toBeUndefined();
    expect(claimsOf(`a.${Buffer.from("[1]").toString("base64url")}.c`)).toBeUndefined();
  });

  it("wants both ends of a server", () => {
    expect(readEndpoints({ ...endpoints, more: 1 })).toEqual(endpoints);
    expect(readEndpoints({ ...endpoints, token_endpoint: undefined })).toBeUndefined();
    expect(readEndpoints("text")).toBeUndefined();
  });
});
