import { describe, expect, it } from "vitest";
import { startServer } from "./start-server.ts";

const open = [
  "/.well-known/oauth-authorization-server",
  "/.well-known/openid-configuration",
  "/.well-known/nothing",
  ...["token", "revoke", "introspect", "register", "userinfo", "jwks"].map((name) => `/oauth/provider/${name}`),
];

describe.each(open)("a browser client of any origin at %s", (path) => {
  const origin = { origin: "https://inspector.example" };

  it("[mcp:1.12 attack:A234 seed:D11 seed:C3] may send what it likes, without credentials", async () => {
    await using server = await startServer({ config: { registration: { dynamic: "open" } } });
    const { send } = server.driver();
    const asked = "authorization, content-type, mcp-protocol-version, x-own";
    const reply = await send(path, {
      method: "OPTIONS",
      headers: { ...origin, "access-control-request-method": "POST", "access-control-request-headers": asked },
    });
    expect(reply).toMatchObject({ status: 204, text: "" });
    expect(reply.headers.get("access-control-allow-origin")).toBe("*");
    expect(reply.headers.get("access-control-allow-headers")).toBe(asked);
    expect(reply.headers.get("access-control-allow-methods")).toMatch(/GET|POST/);
    expect(reply.headers.get("access-control-max-age")).toBe("86400");
    expect(reply.headers.has("access-control-allow-credentials")).toBe(false);
    const odd = { ...origin, "access-control-request-headers": "x\u00FF<>" };
    expect((await send(path, { method: "OPTIONS", headers: odd })).headers.get("access-control-allow-headers")).toMatch(
      /^Authorization, /,
    );
  });

  it("[mcp:1.12 attack:A234 seed:D11] reads answers and errors alike", async () => {
    await using server = await startServer({ config: { registration: { dynamic: "open" } } });
    const { send } = server.driver();
    for (const method of ["GET", "POST", "PUT"]) {
      const reply = await send(path, { method, headers: origin });
      expect(reply.headers.get("access-control-allow-origin")).toBe("*");
      expect(reply.headers.get("access-control-expose-headers")).toBe("WWW-Authenticate, DPoP-Nonce, Retry-After");
      expect(reply.headers.has("access-control-allow-credentials")).toBe(false);
    }
  });
});
