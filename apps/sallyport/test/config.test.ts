import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { effectiveSettings } from "../src/settings/effective.ts";
import { planServe } from "../src/settings/serve-plan.ts";
import { readSettingsAndOrigins, type Variables } from "../src/settings/read.ts";
import { callHere, launch, openFolder } from "./program.ts";

function explain(environment: Variables, flags: Record<string, unknown> = {}) {
  const reading = readSettingsAndOrigins({ flags, environment, aliases: true });
  const rows = effectiveSettings(reading, "serve");
  return Object.fromEntries(rows.map(({ name, ...rest }) => [name, rest]));
}

describe("effective settings", () => {
  it("[seed:S7] name the flag, variable, alias or line of the file that counts, or the default", () => {
    using folder = openFolder();
    const config = join(folder.path, "settings.env");
    writeFileSync(config, "SALLYPORT_HOST=::1\nSALLYPORT_PORT=1\nSALLYPORT_CODE_TTL=30\nBACKEND_CORS_ORIGINS=[]\n");
    const environment = { OAUTH_ISSUER: "https://auth.example", SALLYPORT_PORT: "2", SALLYPORT_CODE_TTL: "40" };
    expect(explain(environment, { config, port: "3" })).toMatchObject({
      port: { value: 3, source: "flag", spelling: "--port" },
      codeTtl: { value: 40, source: "environment", spelling: "SALLYPORT_CODE_TTL" },
      issuer: { value: "https://auth.example", source: "alias", spelling: "OAUTH_ISSUER" },
      host: { value: "::1", source: "file", spelling: "SALLYPORT_HOST" },
      corsOrigins: { value: "[]", source: "file", spelling: "BACKEND_CORS_ORIGINS" },
      accessTokenTtl: { value: 900, source: "default" },
      adminPort: { value: 4, source: "default" },
      database: { source: "default" },
    });
  });

  it("[seed:S7] have no secret", () => {
    const secrets = {
      SALLYPORT_MASTER_KEY: "the-master-key",
      FIRST_SUPERUSER_PASSWORD: "the-owner's",
      DATABASE_URL: "postgres://sally:the-p@ssw0rd@db.example/x",
    };
    const rows = explain(secrets);
    expect(rows).toMatchObject({
      masterKey: { value: "********", source: "environment" },
      ownerPassword: { value: "********", source: "alias" },
      database: { value: "postgres://sally:********@db.example/x", source: "alias" },
    });
    expect(JSON.stringify(rows)).not.toMatch(/the-/);
  });

  it.each([
    [{}, "off", "info"],
    [{ SALLYPORT_OPEN_REGISTRATION: "true", SALLYPORT_QUIET: "true" }, "open", "error"],
  ])("are those that the server is planned by: %j", (more, registration, logLevel) => {
    const environment = { SALLYPORT_ISSUER: "https://auth.example", SALLYPORT_DATABASE: "sqlite:./x.db", ...more };
    const rows = explain(environment);
    const plan = planServe(readSettingsAndOrigins({ flags: {}, environment, aliases: true }).settings);
    expect(rows).toMatchObject({ registration: { value: registration }, logLevel: { value: logLevel } });
    expect(plan).toMatchObject({ registration: { dynamic: registration }, logLevel });
    for (const name of ["host", "port", "adminHost", "enabled", "trustedHops", "coHosted"] as const) {
      expect(rows[name]).toEqual({ value: { ...plan, ...plan.http }[name], source: "default" });
    }
  });
});

describe("sallyport config", { timeout: 30_000 }, () => {
  it("[seed:S7] shows the settings and starts nothing", async () => {
    const table = await callHere(["config", "--port", "8443"], { OAUTH_ISSUER: "https://auth.example" });
    expect(table).toMatchObject({ code: 0, stderr: "" });
    expect(table.stdout).toMatch(/^port +8443 +flag --port$/m);
    expect(table.stdout).toMatch(/^issuer +https:\/\/auth.example +alias OAUTH_ISSUER$/m);
    const { stdout } = await callHere(["config", "--json"]);
    expect(JSON.parse(stdout)).toContainEqual({ name: "host", value: "127.0.0.1", source: "default" });
  });

  it("[seed:S7 fault:F40] is told about settings that there are not", async () => {
    const { code, stdout } = await callHere(["config", "--json"], { SALLYPORT_PROT: "1" });
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ error: { field: "SALLYPORT_PROT" } });
  });

  it("[seed:S7] agrees with what a running server tells administrators", async () => {
    await using dev = await launch(["dev", "--port", "0", "--json"], { variables: { SALLYPORT_CODE_TTL: "33" } });
    const { adminUrl } = dev.ready as { adminUrl: string };
    const input = JSON.stringify({ json: { email: "admin@example.com", password: "admin-pass" } });
    const headers = { "content-type": "application/json" };
    const signedIn = await fetch(`${adminUrl}/trpc/session.signIn`, { method: "POST", headers, body: input });
    const [cookie = ""] = signedIn.headers.get("set-cookie")?.split(";") ?? [];
    const answer = await fetch(`${adminUrl}/trpc/settings.effective`, { headers: { cookie } });
    const { result } = (await answer.json()) as { result: { data: { json: unknown[] } } };
    expect(result.data.json).toEqual(
      expect.arrayContaining([
        { name: "port", value: 0, source: "flag", spelling: "--port" },
        { name: "codeTtl", value: 33, source: "environment", spelling: "SALLYPORT_CODE_TTL" },
        { name: "database", value: "memory:", source: "default" },
      ]),
    );
  });
});
