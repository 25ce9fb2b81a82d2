import { chmodSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { createDriver, read, testPassword } from "@sallyport/fixtures";
import { freePort } from "@sallyport/fixtures/free-port";
import { describe, expect, it } from "vitest";
import { people } from "../src/dev/seed/people.ts";
import type { Log, LogFields } from "../src/terminal/log.ts";
import { planServe } from "../src/settings/serve-plan.ts";
import { startServe } from "../src/server/start.ts";
import { readSettings } from "../src/settings/read.ts";
import { launch, openFolder } from "./program.ts";

interface Record {
  level: string;
  message: string;
  fields: LogFields;
}

async function start(flags: { [name: string]: unknown } = {}) {
  const records: Record[] = [];
  const settings = readSettings({
    // The issuer names the port, so it is chosen first.
    flags: { issuer: `http://127.0.0.1:${await freePort()}`, database: "memory:", port: "0", adminPort: "0", ...flags },
    environment: { SALLYPORT_ALLOW_HTTP_LOOPBACK: "1", SALLYPORT_ALLOW_MEMORY_DATABASE: "1" },
    aliases: true,
  });
  const plan = planServe(settings);
  const serving = await startServe(
    { ...plan, settings: [], port: Number(new URL(plan.issuer).port || 0) },
    createRecorder(records),
  );
  const { listening, adminUrl, issuer } = serving.announcement;
  return {
    ...serving,
    records,
    issuer,
    adminUrl,
    url: `http://127.0.0.1:${listening.port}`,
    [Symbol.asyncDispose]: () => serving.close(),
  };
}

function createRecorder(records: Record[]): Log {
  const at = (level: string) => (fields: LogFields, message: string) => void records.push({ level, message, fields });
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error"), flush: async () => {} };
}

/** As the first administrator. @returns the cookie */
async function signInToAdmin(adminUrl: string): Promise<string> {
  const signIn = await fetch(`${adminUrl}/trpc/session.signIn`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: adminUrl },
    body: JSON.stringify({ json: { email: "root@example.com", password: testPassword } }),
  });
  expect(signIn.status).toBe(200);
  return signIn.headers.get("set-cookie")?.split(";")[0] ?? "";
}

function send(url: string, headers: { [name: string]: string }): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on("error", reject).end();
  });
}

describe("the server", () => {
  it("[seed:S2] answers under its issuer, and is ready", async () => {
    await using server = await start();
    const metadata = (await (await fetch(`${server.issuer}/.well-known/oauth-authorization-server`)).json()) as object;
    expect(metadata).toMatchObject({
      issuer: server.issuer,
      token_endpoint: `${server.issuer}/oauth/provider/token`,
    });
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  });

  it("has no documents of clients", async () => {
    await using server = await start();
    expect((await fetch(`${server.issuer}/dev/clients/claude-code.json`)).status).toBe(404);
  });

  it("stops answering when it is closed, and closes once", async () => {
    const server = await start();
    await Promise.all([server.close(), server.close()]);
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
    await expect(fetch(`${server.adminUrl}/healthz`)).rejects.toThrow();
  });

  it("[seed:S1] can be switched off", async () => {
    await using server = await start({ enabled: false });
    expect((await fetch(`${server.issuer}/.well-known/oauth-authorization-server`)).status).toBe(404);
    expect((await fetch(`${server.issuer}/oauth/provider/token`, { method: "POST" })).status).toBe(404);
  });

  it("[seed:S98] takes paths and limits of the preset", async () => {
    await using server = await start({ preset: "fastapi-module" });
    const statuses: number[] = [];
    for (let call = 0; call < 31; call += 1) {
      statuses.push((await fetch(`${server.issuer}/api/v1/oauth/provider/authorize`)).status);
    }
    expect(statuses.slice(0, 30)).not.toContain(429);
    expect(statuses[30]).toBe(429);
  });

  it("says once where its port is taken", async () => {
    await using server = await start();
    const again = start({ issuer: server.issuer });
    await expect(again).rejects.toMatchObject({ code: "port_taken", exitCode: 1 });
  });

  it("logs requests by route and status, without queries", async () => {
    await using server = await start();
    await fetch(`${server.issuer}/oauth/provider/authorize?client_id=nobody&state=hidden-state`);
    await fetch(`${server.adminUrl}/trpc/system.status?input=hidden-input`);
    const requests = server.records.filter(({ message }) => message === "request").map(({ fields }) => fields);
    expect(requests).toMatchObject([
      { route: "authorize", method: "GET", status: 400, requestId: expect.any(String) },
      { route: "admin /trpc/system.status", status: 401, requestId: expect.any(String) },
    ]);
    expect(JSON.stringify(requests)).not.toContain("hidden");
  });

  it("names its dangerous switches at start", async () => {
    await using server = await start({ registration: "open" });
    const warnings = server.records.filter(({ level }) => level === "warn").map(({ message }) => message);
    expect(warnings).toHaveLength(3);
  });
});

describe("the process of serve", () => {
  const flags = (issuer: string) => [
    "serve",
    "--issuer",
    issuer,
    "--port",
    new URL(issuer).port,
    "--admin-port",
    "0",
    "--allow-http-loopback",
    "--database",
    "sqlite:./sallyport.db",
    "--json",
  ];

  it("[security:S13] opens no inspector at SIGUSR1", async () => {
    using folder = openFolder();
    const issuer = `http://127.0.0.1:${await freePort()}`;
    const serve = await launch(flags(issuer), { cwd: folder.path });
    process.kill(serve.pid, "SIGUSR1");
    for (let round = 0; round < 20; round += 1) expect((await fetch(`${issuer}/healthz`)).status).toBe(200);
    expect(await serve.stop()).toBe(0);
    expect(serve.stderr()).not.toContain("Debugger");
  }, 30_000);

  it("[security:S13] warns of a database that others can read", async () => {
    using folder = openFolder();
    const database = join(folder.path, "sallyport.db");
    const issuer = `http://127.0.0.1:${await freePort()}`;
    const warnings = async (): Promise<string[]> => {
      await using server = await start({ database: `sqlite:${database}`, issuer });
      return server.records.filter(({ level }) => level === "warn").map(({ message }) => message);
    };
    expect(await warnings()).not.toContainEqual(expect.stringContaining("chmod"));
    chmodSync(database, 0o644);
    expect(await warnings()).toContainEqual(expect.stringContaining("can read the database: chmod 600"));
  }, 30_000);
});

describe("the admin listener", () => {
  it("[attack:A225] answers to its own names only", async () => {
    await using server = await start();
    const { port } = new URL(server.adminUrl);
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`]) {
      expect(await send(server.adminUrl, { host })).toBe(200);
    }
    for (const host of [`rebind.evil.example:${port}`, "localhost", "localhost:1"]) {
      expect(await send(`${server.adminUrl}/trpc/system.status`, { host })).toBe(421);
    }
  });

  it("is apart from the public one", async () => {
    await using server = await start();
    for (const path of ["/oauth/provider/token", "/.well-known/oauth-authorization-server", "/register"]) {
      expect((await fetch(server.adminUrl + path, { method: "POST" })).status).toBe(404);
    }
    expect((await fetch(`${server.issuer}/trpc/system.status`)).status).toBe(404);
    const { headers } = await fetch(server.adminUrl);
    expect(headers.get("x-powered-by")).toBeNull();
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(headers.get("cache-control")).toBe("no-store");
  });

  it("[seed:S66] lets the first administrator in", async () => {
    await using server = await start({ ownerEmail: "root@example.com", ownerPassword: testPassword });
    const cookie = await signInToAdmin(server.adminUrl);
    const status = await fetch(`${server.adminUrl}/trpc/system.status`, { headers: { cookie } });
    expect(await status.json()).toMatchObject({ result: { data: { json: { issuer: server.issuer } } } });
  });
});

describe("the people of dev", () => {
  it("[attack:A144] are not there: neither at the admin door, nor to be picked where people sign in", async () => {
    await using server = await start();
    for (const { email, password } of people) {
      const signIn = await fetch(`${server.adminUrl}/trpc/session.signIn`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: server.adminUrl },
        body: JSON.stringify({ json: { email, password } }),
      });
      expect(signIn.status).toBe(401);
    }
    const redirectUri = "http://127.0.0.1/callback";
    const { client } = await server.provider.manage.clients.create({
      name: "App",
      type: "public",
      redirectUris: [redirectUri],
    });
    const driver = createDriver({ issuer: server.issuer, clientId: client.id, redirectUri });
    const page = await driver.openPage();
    expect(page.isSignIn).toBe(true);
    expect(page.text).not.toContain('name="password" value=');
  });
});

describe("the account router", () => {
  it("[attack:A213] is on the public listener, for its own pages", async () => {
    await using server = await start();
    const url = `${server.issuer}/account/trpc/profile.me`;
    expect((await fetch(url)).status).toBe(401);
    expect((await fetch(url, { headers: { origin: server.issuer } })).status).toBe(401);
    expect((await fetch(url, { headers: { origin: "https://evil.example" } })).status).toBe(403);
  });
});

describe("a refusal", () => {
  async function refuse({ issuer }: { issuer: string }): Promise<unknown> {
    const response = await fetch(`${issuer}/oauth/provider/revoke`, { method: "POST", body: new URLSearchParams() });
    return await response.json();
  }

  it("names no address by itself", async () => {
    await using server = await start();
    expect(await refuse(server)).not.toHaveProperty("error_uri");
  });

  it("names the address of its explanation where one is set", async () => {
    await using server = await start({ errorUri: "https://admin.example/explain?id=" });
    const pattern = /^https:\/\/admin\.example\/explain\?id=err_\w{8}$/;
    expect(await refuse(server)).toMatchObject({ error_uri: expect.stringMatching(pattern) });
  });
});

describe("replays of refresh tokens", () => {
  it("reach the administrators' status page", async () => {
    await using server = await start({ ownerEmail: "root@example.com", ownerPassword: testPassword });
    const { manage } = server.provider;
    const account = { email: "alice@example.com", password: testPassword };
    await manage.users.create({ ...account, role: "user" });
    const redirectUri = "http://127.0.0.1/callback";
    const { client } = await manage.clients.create({ name: "App", type: "public", redirectUris: [redirectUri] });
    const driver = createDriver({ issuer: server.issuer, clientId: client.id, redirectUri });
    const token = String(read(await driver.getTokens())["refresh_token"]);
    for (let time = 0; time < 2; time += 1) expect((await driver.refresh(token)).status).toBe(200);
    const cookie = await signInToAdmin(server.adminUrl);
    const status = await fetch(`${server.adminUrl}/trpc/system.status`, { headers: { cookie } });
    expect(await status.json()).toMatchObject({
      result: { data: { json: { refreshReplays: [{ clientId: client.id, replays: 1, reuses: 0 }] } } },
    });
  });
});
