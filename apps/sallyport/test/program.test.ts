import { existsSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { commands } from "../src/commands/all.ts";
import { call, callHere, launch, openFolder } from "./program.ts";

const timeout = 30_000;

describe("the program", { timeout }, () => {
  it("shows help and version, and says what it does not know", async () => {
    const [help, unknown] = await Promise.all([call(["--help"]), call(["nope", "--json"])]);
    expect(help).toMatchObject({ code: 0, stderr: "", stdout: expect.stringContaining("sallyport dev") });
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toMatch(/^sallyport: unknown command "nope"; known commands: dev, serve, .*\n$/);
    expect(JSON.parse(unknown.stdout)).toMatchObject({ error: { code: "usage" } });
    expect(await callHere(["clients"])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("register a client"),
    });
    expect(await callHere(["clients", "nope"])).toMatchObject({ code: 2 });
    expect(await callHere(["clients", "list", "--nope"])).toMatchObject({ code: 2 });
  });

  it("says what exactly runs, in a line or as JSON", async () => {
    const [line, json] = await Promise.all([call(["--version"]), call(["--version", "--json"])]);
    const commit = "([0-9a-f]{40}|unknown)";
    const form = String.raw`^sallyport \d+\.\d+\.\d+ \(commit ${commit}, Node \d+\.\d+\.\d+, SQLite 3\.\d+\.\d+\)\n$`;
    expect(line).toMatchObject({ code: 0, stdout: expect.stringMatching(new RegExp(form)) });
    const { version, node, sqlite } = JSON.parse(json.stdout);
    expect(line.stdout).toContain(`sallyport ${version} (`);
    expect(line.stdout).toContain(`Node ${node}, SQLite ${sqlite})`);
  });

  it.each(commands.map(({ path }) => path.join(" ")))("shows examples in the help of %s", async (path) => {
    const { code, stdout } = await callHere([...path.split(" "), "--help"]);
    expect(code).toBe(0);
    expect(stdout).toContain(`Examples:\n  sallyport ${path}`);
  });

  it("[seed:D143 seed:D139] says in one line, and in JSON, what is wrong", async () => {
    using folder = openFolder();
    const database = ["--database", `sqlite:${folder.path}/x.db`, "--json"];
    const create = ["clients", "create", "--name", "App", "--redirect-uri", "javascript:alert(1)", ...database];
    const bad = await callHere(create);
    expect(bad.code).toBe(2);
    expect(bad.stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(JSON.parse(bad.stdout)).toMatchObject({ error: { code: "invalid_input", field: "redirectUris" } });
    const gone = await callHere(["clients", "delete", "nobody", ...database]);
    expect(gone.code).toBe(1);
    expect(JSON.parse(gone.stdout)).toMatchObject({ error: { code: "not_found" } });
  });

  it("does not make a database by looking for it", async () => {
    using folder = openFolder();
    const file = join(folder.path, "x.db");
    expect(await callHere(["clients", "list", "--database", `sqlite:${file}`])).toMatchObject({ code: 1 });
    expect(existsSync(file)).toBe(false);
  });

  it("[fault:F40] says in one line that a database is not its own, and leaves it alone", async () => {
    using folder = openFolder();
    const file = join(folder.path, "x.db");
    using database = new DatabaseSync(file);
    database.exec("CREATE TABLE others (id INTEGER)");
    const listed = await callHere(["clients", "list", "--json", "--database", `sqlite:${file}`]);
    expect(listed.code).toBe(1);
    expect(JSON.parse(listed.stdout)).toMatchObject({ error: { code: "database_refused" } });
    expect(database.prepare("SELECT name FROM sqlite_master").all()).toEqual([{ name: "others" }]);
  });

  it("creates people once", async () => {
    using folder = openFolder();
    const variables = { DATABASE_URL: `sqlite:${folder.path}/x.db` };
    const create = ["users", "create", "--email", "Root@Example.com", "--role", "admin", "--json", "--password"];
    const first = await callHere([...create, "a fine password"], variables);
    expect(JSON.parse(first.stdout)).toMatchObject({ email: "root@example.com", role: "owner" });
    const again = await callHere([...create, "a fine password"], variables);
    expect(again.code).toBe(1);
    expect(JSON.parse(again.stdout)).toMatchObject({ error: { code: "already_exists", field: "email" } });
    expect(await callHere([...create, "short"], variables)).toMatchObject({ code: 2 });
  });

  it("registers, lists and deletes resources", async () => {
    using folder = openFolder();
    const variables = { DATABASE_URL: `sqlite:${folder.path}/x.db` };
    const uri = "https://mcp.example/mcp";
    await callHere(["resources", "create", "--uri", uri, "--scope", "a b", "--scope", "c"], variables);
    const listed = await callHere(["resources", "list", "--json"], variables);
    expect(JSON.parse(listed.stdout)).toMatchObject([{ resource: uri, scopes_supported: ["a", "b", "c"] }]);
    expect(await callHere(["resources", "delete", uri], variables)).toMatchObject({ code: 0 });
  });

  it.each([
    ["--client-secret", "s3cret"],
    ["--refresh-token", "t0ken"],
  ])("lets the doctor have %s only with the address that may see it", async (...given) => {
    const { code, stdout } = await call(["doctor", "http://127.0.0.1:1/mcp", "--client-id", "a", "--json", ...given]);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { message: expect.stringContaining("needs --trust-token-endpoint") },
    });
  });
});

describe("health", { timeout }, () => {
  it("[seed:S11] is good while a server answers, and not when it is gone", async () => {
    await using dev = await launch(["dev", "--port", "0", "--json", "--quiet"]);
    const ask = ["health", String(dev.ready["issuer"]), "--json"];
    expect(await callHere(ask)).toMatchObject({ code: 0, stdout: '{"ready":true}\n' });
    await dev.stop();
    const gone = await callHere(ask);
    expect(gone.code).toBe(1);
    expect(JSON.parse(gone.stdout)).toMatchObject({ error: { code: "not_ready" } });
  });
});

describe("dev", { timeout }, () => {
  it("is ready with people, a client and a token that works, and ends by SIGTERM", async () => {
    await using dev = await launch(["dev", "--port", "0", "--json", "--quiet"]);
    const { issuer, adminUrl, users, client, accessToken } = dev.ready;
    expect(dev.ready).not.toHaveProperty("mcpUrl");
    expect(users).toContainEqual({ email: "admin@example.com", password: expect.any(String), role: "owner" });
    expect(client).toEqual({
      client_id: expect.any(String),
      redirect_uris: ["http://127.0.0.1/callback", "http://localhost/callback"],
    });
    const headers = { authorization: `Bearer ${accessToken as string}` };
    const userinfo = await fetch(`${issuer as string}/oauth/provider/userinfo`, { headers });
    expect(await userinfo.json()).toMatchObject({ email: "alice@example.com" });
    expect((await fetch(`${adminUrl as string}/healthz`)).status).toBe(200);
    expect(await dev.stop()).toBe(0);
    await expect(fetch(issuer as string)).rejects.toThrow();
    expect(() => process.kill(dev.pid, 0)).toThrow("ESRCH");
  });

  it("[fault:F37] goes on, and ends, when nobody reads its log", async () => {
    await using dev = await launch(["dev", "--port", "0", "--json"], { isStderrUnread: true });
    const url = `${dev.ready["issuer"] as string}/healthz`;
    // More than any pipe holds.
    const path = `${dev.ready["adminUrl"] as string}/${"x".repeat(200)}`;
    for (let round = 0; round < 100; round += 1) {
      await Promise.all(Array.from({ length: 20 }, async () => await (await fetch(path)).text()));
    }
    expect((await fetch(url)).status).toBe(200);
    expect(await dev.stop()).toBe(0);
  });

  it("starts the demo, whose tokens are for it", async () => {
    await using dev = await launch(["dev", "--port", "0", "--demo-port", "0", "--json", "--quiet"]);
    const { mcpUrl, accessToken } = dev.ready;
    const response = await fetch(mcpUrl as string, {
      method: "POST",
      headers: {
        authorization: `Bearer ${accessToken as string}`,
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
      },
      body: JSON.stringify({
        jsonrpc: "2.0",
        id: 1,
        method: "initialize",
        params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "test", version: "1" } },
      }),
    });
    expect(response.status).toBe(200);
    await response.body?.cancel();
    expect(await dev.stop("SIGINT")).toBe(0);
  });

  it("has its admin listener where it was told to", async () => {
    await using dev = await launch(["dev", "--port", "0", "--json", "--quiet"], {
      variables: { SALLYPORT_ADMIN_HOST: "127.0.0.1" },
    });
    const { issuer, adminUrl } = dev.ready;
    expect([issuer, adminUrl]).toEqual([
      expect.stringMatching(/^http:\/\/localhost:/),
      expect.stringMatching(/^http:\/\/127\.0\.0\.1:/),
    ]);
    const { port } = new URL(adminUrl as string);
    expect((await fetch(`${adminUrl as string}/healthz`)).status).toBe(200);
    await expect(fetch(`http://[::1]:${port}/healthz`)).rejects.toThrow();
  });

  it("keeps issuer, people and client in a database of its own", async () => {
    using folder = openFolder();
    const args = ["dev", "--database", "sqlite:./dev.db", "--json", "--quiet"];
    const first = await launch([...args, "--port", "0"], { cwd: folder.path });
    expect(await first.stop()).toBe(0);
    await using second = await launch(args, { cwd: folder.path });
    expect(second.ready["issuer"]).toBe(first.ready["issuer"]);
    expect(second.ready["client"]).toEqual(first.ready["client"]);
    await second.stop();
  });

  it("[fault:F40] says in one line that another has its database open at its address, and leaves that one alone", async () => {
    using folder = openFolder();
    const args = ["dev", "--database", "sqlite:./dev.db", "--json", "--quiet"];
    await using first = await launch([...args, "--port", "0"], { cwd: folder.path });
    const refused = await call(args, { cwd: folder.path });
    expect(refused.code).toBe(1);
    expect(refused.stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: "port_taken" } });
    const headers = { authorization: `Bearer ${first.ready["accessToken"] as string}` };
    expect((await fetch(`${first.ready["issuer"] as string}/oauth/provider/userinfo`, { headers })).status).toBe(200);
  });

  it("[mcp:R12 attack:A144] refuses the database of a production server", async () => {
    using folder = openFolder();
    const database = ["--database", "sqlite:./x.db"];
    const serve = ["serve", "--issuer", "https://auth.example", "--port", "0", "--json", ...database];
    const production = await launch(serve, { cwd: folder.path });
    await production.stop();
    const dev = await call(["dev", "--port", "0", "--json", ...database], { cwd: folder.path });
    expect(JSON.parse(dev.stdout)).toMatchObject({ error: { code: "production_database" } });
    const moved = await call([...serve, "--issuer", "https://other.example"], { cwd: folder.path });
    expect(JSON.parse(moved.stdout)).toMatchObject({ error: { code: "issuer_changed" } });
  });
});

describe("the commands beside running servers", { timeout: 2 * timeout }, () => {
  it("[seed:T9 seed:T10 seed:T11 seed:T12 seed:S62] take effect at once, on both of two servers", async () => {
    using folder = openFolder();
    const options = { cwd: folder.path, variables: { SALLYPORT_DATABASE: "sqlite:./x.db" } };
    const serve = ["serve", "--issuer", "https://auth.example", "--port", "0", "--json", "--quiet"];
    // Both make the database, its master key and its signing keys at the same moment.
    const servers = await Promise.all([launch(serve, options), launch(serve, options)]);
    const urls = servers.map(({ ready }) => `http://127.0.0.1:${(ready["listening"] as { port: number }).port}`);

    const made = await call(
      [
        "clients",
        "create",
        "--name",
        "Web",
        "--type",
        "confidential",
        "--redirect-uri",
        "https://app.example/cb",
        "--json",
      ],
      options,
    );
    expect(made.code).toBe(0);
    const client = JSON.parse(made.stdout) as { client_id: string; client_secret: string };
    expect(client).toMatchObject({ client_name: "Web", token_endpoint_auth_method: "client_secret_basic" });
    const redeem = async () => await Promise.all(urls.map((url) => redeemNothing(url, client)));
    expect(await redeem()).toEqual(["invalid_grant", "invalid_grant"]);

    const listed = await call(["clients", "list", "--json"], options);
    expect(JSON.parse(listed.stdout)).toMatchObject([{ client_id: client.client_id, status: "active" }]);
    expect(listed.stdout).not.toContain(client.client_secret);

    const plain = await call(
      ["clients", "create", "--name", "App", "--redirect-uri", "http://127.0.0.1/cb", "--json"],
      options,
    );
    expect(JSON.parse(plain.stdout)).toMatchObject({ token_endpoint_auth_method: "none" });
    expect(plain.stdout).not.toContain("client_secret");

    expect((await call(["clients", "delete", client.client_id, "--json"], options)).code).toBe(0);
    expect(await redeem()).toEqual(["invalid_client", "invalid_client"]);
    expect(await Promise.all(servers.map((server) => server.stop()))).toEqual([0, 0]);
  });

  it("take a password that does not stand in the list of processes", async () => {
    using folder = openFolder();
    const options = { cwd: folder.path, variables: { DATABASE_URL: "sqlite:./x.db" }, input: "a fine password\n" };
    const create = ["users", "create", "--email", "root@example.com", "--role", "owner", "--password-stdin", "--json"];
    expect(await call(create, options)).toMatchObject({ code: 0 });
  });
});

/** What the token endpoint says of a code that is none: the client is looked at first. */
async function redeemNothing(url: string, client: { client_id: string; client_secret: string }): Promise<unknown> {
  const credentials = Buffer.from(`${client.client_id}:${client.client_secret}`).toString("base64");
  const verifier = "v".repeat(43);
  const form = {
    grant_type: "authorization_code",
    code: "sp_ac_none",
    redirect_uri: "https://app.example/cb",
    code_verifier: verifier,
  };
  return await new Promise((resolve, reject) => {
    const sent = request(
      `${url}/oauth/provider/token`,
      {
        method: "POST",
        headers: {
          host: "auth.example",
          authorization: `Basic ${credentials}`,
          "content-type": "application/x-www-form-urlencoded",
        },
      },
      (response) => {
        let body = "";
        response.on("data", (chunk) => void (body += String(chunk)));
        response.on("end", () => resolve((JSON.parse(body) as { error: string }).error));
      },
    );
    sent.on("error", reject);
    sent.end(new URLSearchParams(form).toString());
  });
}
