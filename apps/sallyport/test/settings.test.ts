import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { planDev } from "../src/dev/plan.ts";
import { planServe } from "../src/settings/serve-plan.ts";
import { readSettings, type Variables } from "../src/settings/read.ts";
import { parseDatabase } from "../src/storage/open-store.ts";
import { openFolder } from "./program.ts";

function read(environment: Variables, flags: Record<string, unknown> = {}) {
  return readSettings({ flags, environment, aliases: true });
}

const good = { SALLYPORT_ISSUER: "https://auth.example", SALLYPORT_DATABASE: "sqlite:./x.db" };

describe("settings", () => {
  it("[seed:S7] come from flags, then the environment, then the file", () => {
    using folder = openFolder();
    const config = join(folder.path, "settings.env");
    writeFileSync(config, "SALLYPORT_PORT=1\nSALLYPORT_ADMIN_PORT=2\nSALLYPORT_HOST=::1\nOTHER=x\n");
    const environment = { SALLYPORT_PORT: "3", SALLYPORT_ADMIN_PORT: "4", SALLYPORT_CONFIG: config };
    expect(read(environment, { port: "5" })).toEqual({ port: 5, adminPort: 4, host: "::1" });
  });

  it("[seed:S1 seed:S2] have the names of the reference system too", () => {
    const settings = read({
      OAUTH_PROVIDER_ENABLED: "false",
      OAUTH_ISSUER: "https://auth.example",
      DATABASE_URL: "sqlite:./x.db",
      FIRST_SUPERUSER_EMAIL: "root@example.com",
      FIRST_SUPERUSER_PASSWORD: "a fine password",
      API_V1_STR: "/api/v1",
      BACKEND_CORS_ORIGINS: "[]",
    });
    expect(planServe(settings)).toMatchObject({
      http: { enabled: false },
      issuer: "https://auth.example",
      owner: { email: "root@example.com", password: "a fine password" },
    });
    expect(planServe(settings).notes.join()).toContain("BACKEND_CORS_ORIGINS");
  });

  it("prefer our own names, and count empty ones as absent", () => {
    const settings = read({
      OAUTH_ISSUER: "https://b.example",
      SALLYPORT_ISSUER: "https://a.example",
      SALLYPORT_PORT: "",
    });
    expect(settings).toEqual({ issuer: "https://a.example" });
  });

  it("leave the names of other programs alone in dev", () => {
    const environment = { DATABASE_URL: "postgres://x", OAUTH_ISSUER: "https://b.example" };
    expect(readSettings({ flags: {}, environment, aliases: false })).toEqual({});
  });

  it.each([
    [{ SALLYPORT_PROT: "1" }, "SALLYPORT_PROT"],
    [{ SALLYPORT_PORT: "70000" }, "SALLYPORT_PORT"],
    [{ SALLYPORT_TRUSTED_HOPS: "many" }, "SALLYPORT_TRUSTED_HOPS"],
    [{ SALLYPORT_CO_HOSTED: "perhaps" }, "SALLYPORT_CO_HOSTED"],
    [{ SALLYPORT_PRESET: "django" }, "SALLYPORT_PRESET"],
    [{ SALLYPORT_REGISTRATION: "everybody" }, "SALLYPORT_REGISTRATION"],
    [{ SALLYPORT_ALLOWED_HOSTS: "https://app.example" }, "SALLYPORT_ALLOWED_HOSTS"],
    [{ SALLYPORT_CODE_TTL: "601" }, "SALLYPORT_CODE_TTL"],
    [{ SALLYPORT_ACCESS_TOKEN_TTL: "0" }, "SALLYPORT_ACCESS_TOKEN_TTL"],
    [{ SALLYPORT_CONFIG: "/nowhere/settings.env" }, "/nowhere/settings.env"],
  ])("[fault:F40] are refused with their name when they are wrong: %j", (environment, name) => {
    expect(() => read(environment)).toThrow(
      expect.objectContaining({ exitCode: 2, message: expect.stringContaining(name) }),
    );
  });
});

describe("serve", () => {
  it("asks for nothing beyond issuer and database", () => {
    expect(planServe(read(good))).toMatchObject({
      issuer: "https://auth.example",
      host: "127.0.0.1",
      port: 4455,
      adminHost: "127.0.0.1",
      http: { enabled: true, trustedHops: 0 },
      registration: { dynamic: "off", documents: "open", allowedHosts: [] },
    });
  });

  it("[mcp:R1 mcp:C16] lets clients in as its policies say", () => {
    const policies = (more: Record<string, string>) => planServe(read({ ...good, ...more })).registration;
    expect(policies({ SALLYPORT_OPEN_REGISTRATION: "true" })).toMatchObject({ dynamic: "open" });
    expect(policies({ SALLYPORT_REGISTRATION: "ask", SALLYPORT_CLIENT_DOCUMENTS: "off" })).toEqual({
      dynamic: "ask",
      documents: "off",
      allowedHosts: [],
    });
    const listed = { SALLYPORT_CLIENT_DOCUMENTS: "allow_list", SALLYPORT_ALLOWED_HOSTS: "app.example, *.example.org" };
    expect(policies(listed)).toMatchObject({ allowedHosts: ["app.example", "*.example.org"] });
    for (const wrong of [{ SALLYPORT_REGISTRATION: "allow_list" }, { SALLYPORT_ALLOWED_HOSTS: "app.example" }]) {
      expect(() => policies(wrong)).toThrow(expect.objectContaining({ exitCode: 2, field: "allowedHosts" }));
    }
  });

  it("cuts popups off from who opened them, unless it is told to keep them in touch", () => {
    expect(planServe(read(good)).http.keepOpener).toBe(false);
    expect(planServe(read({ ...good, SALLYPORT_KEEP_OPENER: "true" })).http.keepOpener).toBe(true);
  });

  it("[seed:S87 seed:S88] lets tokens, codes and rows of the audit trail live as long as it is told", () => {
    const lifetimes = {
      SALLYPORT_ACCESS_TOKEN_TTL: "120",
      SALLYPORT_REFRESH_TOKEN_TTL: "600",
      SALLYPORT_CODE_TTL: "30",
      SALLYPORT_AUDIT_RETENTION: "86400",
    };
    expect(planServe(read({ ...good, ...lifetimes })).options).toEqual({
      accessTokenTtlSeconds: 120,
      refreshTokenIdleTtlSeconds: 600,
      codeTtlSeconds: 30,
      auditRetentionSeconds: 86_400,
    });
    expect(planServe(read(good)).options).toEqual({});
  });

  it.each([
    ["an http issuer", { SALLYPORT_ISSUER: "http://auth.example" }, "issuer"],
    ["an http issuer on loopback without the switch", { SALLYPORT_ISSUER: "http://localhost:1" }, "issuer"],
    ["an issuer with a query", { SALLYPORT_ISSUER: "https://auth.example?x" }, "issuer"],
    ["no issuer", { SALLYPORT_ISSUER: "" }, "issuer"],
    ["no database", { SALLYPORT_DATABASE: "" }, "database"],
    ["a database that forgets", { SALLYPORT_DATABASE: "memory:" }, "database"],
    ["PostgreSQL", { SALLYPORT_DATABASE: "postgresql+asyncpg://localhost/x" }, "database"],
    ["something else", { SALLYPORT_DATABASE: "./x.db" }, "database"],
    ["an admin listener for everybody", { SALLYPORT_ADMIN_HOST: "0.0.0.0" }, "adminUrl"],
    ["an admin URL in the clear", { SALLYPORT_ADMIN_URL: "http://admin.example" }, "adminUrl"],
    ["a front end in the clear", { FRONTEND_URL: "http://app.example" }, "frontendUrl"],
    ["explanations in the clear", { SALLYPORT_ERROR_URI: "http://admin.example/explain/" }, "errorUri"],
    ["explanations at no address", { SALLYPORT_ERROR_URI: "/explain/" }, "errorUri"],
    ["an address that the error id would change", { SALLYPORT_ERROR_URI: "https://admin.example" }, "errorUri"],
    ["an address with a fragment", { SALLYPORT_ERROR_URI: "https://admin.example/#id=" }, "errorUri"],
    ["an address with somebody's name", { SALLYPORT_ERROR_URI: "https://me@admin.example/" }, "errorUri"],
    ["an address with a space", { SALLYPORT_ERROR_URI: "https://admin.example/a b/" }, "errorUri"],
    ["half an owner", { FIRST_SUPERUSER_EMAIL: "root@example.com" }, "ownerEmail"],
    [
      "a well-known password",
      { FIRST_SUPERUSER_EMAIL: "a@b.c", FIRST_SUPERUSER_PASSWORD: "changethis" },
      "ownerPassword",
    ],
  ])("[seed:C39] refuses %s", (_what, change, field) => {
    expect(() => planServe(read({ ...good, ...change }))).toThrow(expect.objectContaining({ exitCode: 2, field }));
  });

  it("takes an http issuer on loopback with the switch, in its one spelling", () => {
    const environment = { ...good, SALLYPORT_ISSUER: "http://LOCALHOST:80/a/", SALLYPORT_ALLOW_HTTP_LOOPBACK: "1" };
    expect(planServe(read(environment)).issuer).toBe("http://localhost/a");
  });
});

describe("dev", () => {
  it.each(["0.0.0.0", "::", "192.168.0.1", "example.com"])("[attack:A144] refuses to listen on %s", (host) => {
    expect(() => planDev(read({}, { host }))).toThrow(expect.objectContaining({ exitCode: 2, field: "host" }));
    const admin = read({ SALLYPORT_ADMIN_HOST: host });
    expect(() => planDev(admin)).toThrow(expect.objectContaining({ exitCode: 2, field: "adminHost" }));
  });

  it.each(["localhost", "127.0.0.1", "::1"])("listens on %s", (host) => {
    expect(planDev(read({}, { host })).host).toBe(host);
  });
});

describe("a database", () => {
  it.each([
    ["sqlite:./a/x.db", resolve("a/x.db")],
    ["sqlite:x.db", resolve("x.db")],
    ["sqlite:/a/x.db", "/a/x.db"],
    ["sqlite:///a/x.db", "/a/x.db"],
    ["sqlite:///./x.db", resolve("x.db")],
  ])("is a file: %s", (text, file) => {
    expect(parseDatabase(text)).toEqual({ kind: "sqlite", file });
  });
});
