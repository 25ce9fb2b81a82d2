import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createDriver, read, testPassword } from "@sallyport/fixtures";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { callHere, openFolder, type Outcome } from "../program.ts";
import { runBetterAuth } from "./run-better-auth.ts";
import { runNodeOidcProvider } from "./run-node-oidc-provider.ts";
import { serveImported } from "./serve-imported.ts";

let folder: ReturnType<typeof openFolder>;
let database: string;

beforeEach(() => {
  folder = openFolder();
  database = `sqlite:${join(folder.path, "x.db")}`;
});
afterEach(() => folder[Symbol.dispose]());

const run = (...args: string[]): Promise<Outcome> => callHere(args, { SALLYPORT_DATABASE: database });

interface Report {
  applied: boolean;
  counts: Record<string, Record<string, number>>;
  records: { kind: string; where: string; id?: string; outcome: string; field?: string; reason?: string }[];
  notes: { where: string; id?: string; message: string }[];
}

async function importJson(...args: string[]): Promise<Report> {
  return JSON.parse((await run("import", ...args, "--json")).stdout) as Report;
}

function write(name: string, text: string): string {
  const path = join(folder.path, name);
  writeFileSync(path, text);
  return path;
}

/** Consents of long ago would not be taken in: they are of today. */
function fixture(name: string): string {
  const text = readFileSync(join(import.meta.dirname, "fixtures", name), "utf8");
  const today = new Date().toISOString().slice(0, 10);
  const ms = Date.parse(today);
  const dated = text.replaceAll("2026-11-01", today).replaceAll(/1793\d{9}/g, String(ms));
  return write(name, dated.replaceAll("1793491200", String(ms / 1000)));
}

async function list(noun: string): Promise<Record<string, unknown>[]> {
  return JSON.parse((await run(noun, "list", "--json")).stdout) as Record<string, unknown>[];
}

interface ImportedFlow {
  clientId: string;
  clientSecret: string;
  redirectUri?: string;
  email?: string;
  scope: string;
}

/**
 * A person signs in at a client with the password that they had elsewhere, and the client gets its tokens with its
 * old secret. What they allowed it elsewhere is not asked again.
 */
async function playFlow(imported: ImportedFlow): Promise<{ sub: unknown; scope: unknown }> {
  const { email = "ada@example.com", redirectUri = "https://app.example/cb", scope, ...client } = imported;
  await using server = await serveImported(database);
  const account = { email, password: testPassword };
  const driver = createDriver({ issuer: server.issuer, redirectUri, account, ...client });
  const page = await driver.openPage({ scope });
  expect(page.isSignIn).toBe(true);
  const { location } = await driver.signIn(page);
  const code = location?.searchParams.get("code");
  if (typeof code !== "string") throw new Error(`the person is asked again: ${location?.href}`);
  const answer = read(await driver.redeem(code));
  const { sub } = read(await driver.introspect(String(answer["access_token"])));
  return { sub, scope: answer["scope"] };
}

describe("what a running system wrote", { timeout: 60_000 }, () => {
  it("[migrate:I5 migrate:C1 migrate:P1] goes on to work: the SQLite file of Better Auth", async () => {
    const file = join(folder.path, "auth.db");
    const there = await runBetterAuth(file, { email: "ada@example.com", password: testPassword });
    const report = await importJson("better-auth", file, "--apply");
    expect(report).toMatchObject({
      applied: true,
      counts: { clients: { created: 2 }, people: { created: 1 }, consents: { created: 1 } },
      notes: [],
    });
    expect(await playFlow({ ...there, scope: "openid profile" })).toEqual({
      sub: there.userId,
      scope: "openid profile",
    });
    const clients = await list("clients");
    expect(clients.find((one) => one["client_id"] === there.clientId)).toMatchObject({ provenance: "preregistered" });
    expect(clients.find((one) => one["client_id"] === there.strayId)).toMatchObject({ provenance: "dynamic" });
  });

  it("[migrate:I5 migrate:C1 migrate:P1] goes on to work: what the adapter of node-oidc-provider keeps", async () => {
    expect((await run("import", "csv", fixture("people.csv"), "--apply")).code).toBe(0);
    const there = await runNodeOidcProvider("u-1");
    const report = await importJson("node-oidc-provider", write("kept.json", there.file), "--apply");
    expect(report.counts).toMatchObject({ clients: { created: 1 }, consents: { created: 1 } });
    expect(await playFlow({ ...there, scope: "openid" })).toMatchObject({ sub: "u-1" });
  });
});

const secret = "fixture-secret-of-some-length-0123456789";

describe("documented files", { timeout: 60_000 }, () => {
  it("[migrate:I5 migrate:C1 migrate:P1] of Keycloak: a realm with clients, people and consents", async () => {
    const report = await importJson("keycloak", fixture("keycloak.json"), "--apply");
    expect(report.counts).toMatchObject({
      clients: { created: 3, refused: 1 },
      people: { created: 4, refused: 1 },
      consents: { created: 1 },
    });
    const flow = { clientId: "web", clientSecret: secret, scope: "openid profile email" };
    expect(await playFlow(flow)).toMatchObject({ sub: "2a117809-8285-4718-a131-bd61fb57cd1f" });
  });

  it.each(["ada", "bob", "cyd"])("[migrate:P1] of Keycloak: %s signs in by each kind of its hashes", async (name) => {
    await run("import", "keycloak", fixture("keycloak.json"), "--apply");
    await using server = await serveImported(database);
    const account = { email: `${name}@example.com`, password: testPassword };
    const client = { clientId: "web", clientSecret: secret, redirectUri: "https://app.example/cb" };
    const driver = createDriver({ issuer: server.issuer, ...client, account });
    expect((await driver.getTokens({ scope: "openid" })).status).toBe(200);
  });

  it("[migrate:I5 migrate:C1 seed:S63 seed:S92 seed:S95] of the FastAPI module: its tables", async () => {
    const report = await importJson("fastapi-module", fixture("fastapi-module.json"), "--apply");
    expect(report.counts).toMatchObject({
      clients: { created: 2, refused: 0 },
      people: { created: 1 },
      consents: { created: 1 },
    });
    const flow = { clientId: "conf-client", clientSecret: secret, scope: "openid profile email" };
    expect(await playFlow(flow)).toMatchObject({ sub: "0b7e8f5e-6f3d-4d0e-9e54-0d3a2f6b1c01" });
    const clients = await list("clients");
    expect(clients.find((one) => one["client_id"] === "pub-client")).toMatchObject({ status: "disabled" });
  });

  it("[migrate:I5 migrate:C1] of workers-oauth-provider: its KV namespace, for people who are here", async () => {
    await run("import", "csv", fixture("people.csv"), "--apply");
    await run("resources", "create", "--uri", "https://mcp.example.com/mcp", "--scope", "notes:read");
    const file = fixture("workers-oauth-provider.json");
    const { counts } = await importJson("workers-oauth-provider", file, "--apply");
    expect(counts).toMatchObject({ clients: { created: 3, refused: 0 }, consents: { created: 1, refused: 0 } });
    await using server = await serveImported(database);
    const answer = await fetch(`${server.issuer}/oauth/provider/token`, {
      method: "POST",
      headers: { authorization: `Basic ${btoa("vKq7N1UFCsoylf0i:D7aTtcouNrl7ZNYZvL1G1PT1Vy4NxkFv")}` },
      body: new URLSearchParams({ grant_type: "authorization_code", code: "none", code_verifier: "v".repeat(43) }),
    });
    expect(await answer.json()).toMatchObject({ error: "invalid_grant" });
  });

  it("[migrate:C1] of Hydra: a client with the hash of its secret", async () => {
    await run("import", "hydra", fixture("hydra-clients.json"), "--apply");
    await using server = await serveImported(database);
    const answer = await fetch(`${server.issuer}/oauth/provider/token`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "client_credentials",
        scope: "openid",
        client_id: "hashed",
        client_secret: secret,
      }),
    });
    // It is let in; what it asks for is another matter.
    expect(await answer.json()).not.toMatchObject({ error: "invalid_client" });
  });

  it("[migrate:I5] of Hydra: consents that were remembered, of people who are here", async () => {
    const people = write("people.csv", "email,id\nada@example.com,person-1\n");
    await run("import", "csv", people, "--apply");
    await run("import", "hydra", fixture("hydra-clients.json"), "--apply");
    const { records } = await importJson("hydra", fixture("hydra-consents.json"), "--apply");
    expect(records.map(({ where, outcome, field }) => [where, outcome, field])).toEqual([
      ["[0]", "created", undefined],
      ["[2]", "refused", "expiresAt"],
      ["[3]", "refused", "userId"],
    ]);
  });

  it("[migrate:P1 migrate:I5] of Auth0: users and hashes in one file, clients in another", async () => {
    await run("import", "auth0", fixture("auth0-clients.json"), "--apply");
    const { counts } = await importJson("auth0", fixture("auth0-users.ndjson"), "--apply");
    expect(counts).toMatchObject({ people: { created: 3 } });
    await using server = await serveImported(database);
    for (const email of ["ada@example.com", "euclid@example.com"]) {
      const client = { clientId: "tpc_12345", redirectUri: "https://third.example/cb" };
      const driver = createDriver({ issuer: server.issuer, ...client, account: { email, password: testPassword } });
      expect((await driver.getTokens({ scope: "openid" })).status).toBe(200);
    }
    const people = await list("users");
    expect(people).toContainEqual(
      expect.objectContaining({ id: "auth0|5dea9f9c82dd7c0e76e4ec93", name: "Ada Lovelace", status: "active" }),
    );
    expect(people).toContainEqual(expect.objectContaining({ id: "google-oauth2|1157", status: "disabled" }));
    expect(people).toContainEqual(expect.objectContaining({ id: "auth0|euclid" }));
  });

  it("[migrate:I5] of anything: people as CSV", async () => {
    await run("import", "csv", fixture("people.csv"), "--apply");
    expect(await list("users")).toMatchObject([
      { email: "bob@example.com", name: "Bob", status: "disabled", created_at: 1_714_557_600 },
      { id: "u-1", email: "ada@example.com", name: 'Ada Love"lace, of Ockham', created_at: 1_714_557_600 },
    ]);
  });
});

const files = [
  ["keycloak", "keycloak.json"],
  ["fastapi-module", "fastapi-module.json"],
  ["auth0", "auth0-clients.json"],
  ["auth0", "auth0-users.ndjson"],
  ["hydra", "hydra-clients.json"],
  ["csv", "people.csv"],
] as const;

describe("an import", () => {
  it.each(files)("[migrate:I1] says what it would do and changes nothing: %s %s", async (system, name) => {
    const file = fixture(name);
    const unasked = await importJson(system, file);
    expect(unasked.applied).toBe(false);
    expect(await run("users", "list")).toMatchObject({ code: 1, stderr: expect.stringContaining("does not exist") });
    await run("users", "create", "--email", "root@example.com", "--password", testPassword);
    expect((await importJson(system, file)).records).toEqual(unasked.records);
    expect(await list("clients")).toEqual([]);
    expect(await list("users")).toHaveLength(1);
    const { records, notes } = await importJson(system, file, "--apply");
    expect({ records, notes }).toEqual({ records: unasked.records, notes: unasked.notes });
    expect(records.map(({ outcome }) => outcome)).toContain("created");
  });

  it.each(files)(
    "[migrate:I2] of the same file once more changes nothing, and says so: %s %s",
    async (system, name) => {
      const file = fixture(name);
      await run("import", system, file, "--apply");
      const before = [await list("clients"), await list("users")];
      const { records } = await importJson(system, file, "--apply");
      expect(new Set(records.map(({ outcome }) => outcome).filter((one) => one !== "refused"))).toEqual(
        new Set(["unchanged"]),
      );
      expect([await list("clients"), await list("users")]).toEqual(before);
    },
  );

  it("[migrate:I4] tells what is refused or cannot be carried over, and does the rest", async () => {
    const { code, stdout, stderr } = await run("import", "keycloak", fixture("keycloak.json"), "--apply");
    expect(code).toBe(1);
    expect(stderr).toContain("2 of 10 records were refused");
    expect(stdout).toMatch(/refused +clients\[6\] +x509 +authMethod/);
    expect(stdout).toMatch(/refused +users\[4\] .*email/);
    expect(stdout).toContain("clients rotate-secret masked");
    expect(stdout).toMatch(/dot@example\.com.*reset-password/);
    expect(stdout).toContain("https://app.example/pages/*");
    expect(stdout).toContain("clients: 3 created, 1 refused");
  });

  it("[migrate:I4] leaves people who are here as they are, and refuses whose address is taken", async () => {
    await run("users", "create", "--email", "ada@example.com", "--password", testPassword);
    const [before] = await list("users");
    const { records } = await importJson("csv", fixture("people.csv"), "--apply");
    expect(records[0]).toMatchObject({ outcome: "refused", field: "email", reason: expect.stringContaining("user_") });
    expect(await list("users")).toContainEqual(before);
  });

  it.each([
    ["csv", 'email,id\n"ada@example.com,u-1\n', "line 2"],
    ["csv", "mail\nada@example.com\n", "line 1: there is no column email"],
    ["csv", "email,disabled\na@example.com,no\nb@example.com,perhaps\n", "line 3.disabled"],
    ["keycloak", "{", "not JSON"],
    ["keycloak", '{"realm":"x"}', "neither clients nor users"],
    ["keycloak", '{"clients":[{"clientId":"a"},{"clientId":7}]}', "clients[1].clientId"],
    ["auth0", '[{"client_id":"a"},{"name":"b"}]', "[1].client_id"],
    ["auth0", '{"user_id":"auth0|1","email":"a@example.com"}\n{"email":\n', "line 2"],
    ["auth0", '{"email":"a@example.com"}', "line 1: there is neither user_id nor _id"],
    ["hydra", '{"clients":[]}', "neither a list"],
    ["hydra", '[{"client_id":"a","redirect_uris":"x"}]', "[0].redirect_uris"],
    ["node-oidc-provider", "[]x", "not JSON"],
    ["node-oidc-provider", '{"foo":1}', "neither clients nor grants"],
    ["node-oidc-provider", '{"clients":[{"client_id":""}]}', "clients[0].client_id"],
    ["better-auth", "{}", "none of its tables"],
    [
      "better-auth",
      '{"user":[{"id":"1","email":"a@example.com"}],"oauthClient":[{"clientId":"x"}]}',
      "oauthClient[0].redirectUris",
    ],
    ["better-auth", "SQLite format 3\0 and then nothing of it", "cannot be read"],
    ["fastapi-module", "[]", "expected object"],
    ["fastapi-module", '{"users":[{"id":"1","email":"a@example.com","is_active":"yes"}]}', "users[0].is_active"],
  ])("[migrate:I3] of a malformed file names the record and changes nothing: %s %s", async (system, text, told) => {
    const { code, stdout, stderr } = await run("import", system, write("broken", text), "--apply");
    expect(stderr).toContain(told);
    expect({ code: code === 0, stdout }).toEqual({ code: false, stdout: "" });
    expect(await run("users", "list")).toMatchObject({ stderr: expect.stringContaining("does not exist") });
  });

  it("[migrate:I3] from a system that is not known names those that are", async () => {
    expect(await run("import", "cognito", "x.json")).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/keycloak/),
    });
    expect(await run("import", "csv", "missing.csv")).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/missing\.csv/),
    });
  });
});
