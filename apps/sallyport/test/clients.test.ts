import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Client, epochSeconds } from "@sallyport/core";
import { hashSecret } from "@sallyport/core/secret";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openStore, parseDatabase } from "../src/storage/open-store.ts";
import { callHere, openFolder, type Outcome } from "./program.ts";

let folder: ReturnType<typeof openFolder>;
let database: string;

beforeEach(() => {
  folder = openFolder();
  database = `sqlite:${join(folder.path, "x.db")}`;
});
afterEach(() => folder[Symbol.dispose]());

const run = (...args: string[]): Promise<Outcome> => callHere(args, { SALLYPORT_DATABASE: database });

async function runJson(...args: string[]): Promise<Record<string, unknown>> {
  const { stdout } = await run(...args, "--json");
  return JSON.parse(stdout) as Record<string, unknown>;
}

const create = ["clients", "create", "--name", "Agent", "--redirect-uri", "https://agent.example/cb"];

/** Writes a file into the folder. @returns its path */
function writeFile(name: string, text: string): string {
  const path = join(folder.path, name);
  writeFileSync(path, text);
  return path;
}

function newKeys() {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const publicJwk = { ...publicKey.export({ format: "jwk" }), kid: "one" };
  return { publicSet: { keys: [publicJwk] }, privateSet: { keys: [privateKey.export({ format: "jwk" })] } };
}

/** As a running server does it. */
async function withStore<Result>(work: (store: Awaited<ReturnType<typeof openStore>>) => Promise<Result>) {
  const store = await openStore(parseDatabase(database), false);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

async function insert(more: Partial<Client> & { id: string }): Promise<void> {
  await withStore((store) =>
    store.clients.insert({
      name: "Stranger",
      type: "public",
      authMethod: "none",
      alsoAccepts: [],
      redirectUris: ["http://127.0.0.1/cb"],
      grantTypes: ["authorization_code"],
      provenance: "dynamic",
      status: "pending",
      epoch: 0,
      version: 1,
      metadata: {},
      createdAt: epochSeconds(1_800_000_000),
      ...more,
    }),
  );
}

describe("clients create", () => {
  it("takes the public keys of a client that signs, grant types and a window for replays", async () => {
    const { publicSet } = newKeys();
    const file = writeFile("keys.json", JSON.stringify(publicSet));
    const flags = ["--grant-type", "authorization_code", "--refresh-replay", "until-successor-used"];
    const made = await runJson(...create, "--auth-method", "private_key_jwt", "--jwks-file", file, ...flags);
    expect(made).toMatchObject({
      client_type: "confidential",
      token_endpoint_auth_method: "private_key_jwt",
      jwks: { keys: [expect.objectContaining({ kid: "one", kty: "EC" })] },
      grant_types: ["authorization_code"],
      refresh_replay: "until_successor_used",
    });
    expect(made).not.toHaveProperty("client_secret");
    const uri = "https://agent.example/jwks";
    const other = await runJson(...create, "--auth-method", "private_key_jwt", "--jwks-uri", uri);
    expect(other).toMatchObject({ jwks_uri: uri, client_type: "confidential" });
    expect(other).not.toHaveProperty("jwks");
  });

  it("[mcp:M1] needs no redirect URI for a client that asks for itself", async () => {
    const flags = ["--name", "Nightly", "--type", "confidential", "--grant-type", "client_credentials"];
    const made = await runJson("clients", "create", ...flags, "--scope", "openid");
    expect(made).toMatchObject({ redirect_uris: [], grant_types: ["client_credentials"], client_type: "confidential" });
    expect(made["client_secret"]).toMatch(/^sp_cs_/);
    const { stdout } = await run("clients", "create", ...flags);
    expect(stdout).not.toContain("redirect_uris");
    const refused = await run("clients", "create", "--name", "Web", "--json");
    expect(refused.code).toBe(2);
    expect(JSON.parse(refused.stdout)).toMatchObject({ error: { field: "redirectUris" } });
  });

  it.each([
    ["keys from two sources", ["--jwks-file", "a.json", "--jwks-uri", "https://a.example"], "jwksUri"],
    ["a key file that is not there", ["--jwks-file", "nowhere.json"], "jwksFile"],
    ["an unknown method", ["--auth-method", "magic"], "authMethod"],
    ["a method that does not fit", ["--auth-method", "none", "--type", "confidential"], "authMethod"],
    ["a method that signs and no keys", ["--auth-method", "private_key_jwt"], "jwks"],
    ["an unknown grant type", ["--grant-type", "password"], "grantTypes"],
    ["an unknown window", ["--refresh-replay", "forever"], "refreshReplay"],
  ])("[seed:D143] is refused with %s", async (_name, flags, field) => {
    const outcome = await run(...create, ...flags, "--json");
    expect(outcome.code).toBe(2);
    expect(outcome.stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(JSON.parse(outcome.stdout)).toMatchObject({ error: { field } });
  });

  it("takes no private key, and shows nothing of what is in the file", async () => {
    const { privateSet } = newKeys();
    const flags = ["--auth-method", "private_key_jwt", "--jwks-file"];
    for (const [text, field] of [
      [JSON.stringify(privateSet), "jwks"],
      ["topsecret", "jwksFile"],
    ] as const) {
      const outcome = await run(...create, ...flags, writeFile("keys.json", text), "--json");
      expect(outcome.code).toBe(2);
      expect(JSON.parse(outcome.stdout)).toMatchObject({ error: { field } });
      expect(outcome.stdout + outcome.stderr).not.toContain(privateSet.keys[0]?.d ?? "none");
      expect(outcome.stdout + outcome.stderr).not.toContain("topsecret");
    }
  });
});

describe("clients get", () => {
  it("[seed:D144] shows everything but the secret", async () => {
    const made = await runJson(...create, "--type", "confidential", "--access-token-ttl", "60");
    const id = String(made["client_id"]);
    const { client_secret: secret, client_secret_expires_at: _, ...rest } = made;
    const shown = await runJson("clients", "get", id);
    expect(shown).toEqual(rest);
    expect(JSON.stringify(shown)).not.toContain(String(secret));
    const { stdout } = await run("clients", "get", id);
    expect(stdout).toMatch(/^status +active$/m);
    expect(stdout).toMatch(/^access_token_ttl +60 s$/m);
    expect(await run("clients", "get", "nobody")).toMatchObject({ code: 1 });
  });

  it("tells how old the copy of a document is, and lets no name steer the terminal", async () => {
    await run(...create);
    const document = { fetchedAt: epochSeconds(1_800_000_000), freshUntil: epochSeconds(1_800_000_300) };
    const id = "https://client.example/metadata";
    await insert({ id, name: "Evil\u001b[2J\u202e", provenance: "document", status: "active", document });
    expect(await runJson("clients", "get", id)).toMatchObject({
      provenance: "document",
      document_fetched_at: 1_800_000_000,
      document_fresh_until: 1_800_000_300,
    });
    const { stdout } = await run("clients", "get", id);
    expect(stdout).toMatch(/^document_fresh_until +2027-01-15T08:05:00Z$/m);
    expect(stdout).not.toMatch(/(?!\n)\p{Cc}|\p{Cf}/u);
  });
});

describe("clients that wait", () => {
  it("are listed, approved, switched off and on again", async () => {
    await run(...create);
    for (const id of ["client_a", "client_b"]) await insert({ id });
    const idsOf = async (...flags: string[]) => {
      const { stdout } = await run("clients", "list", "--json", ...flags);
      return (JSON.parse(stdout) as { client_id: string }[]).map((client) => client.client_id);
    };
    expect(await idsOf("--status", "pending")).toEqual(["client_b", "client_a"]);
    expect(await idsOf("--provenance", "preregistered")).toHaveLength(1);
    expect(await runJson("clients", "approve", "client_a")).toEqual({ client_id: "client_a", status: "active" });
    expect(await idsOf("--status", "pending")).toEqual(["client_b"]);
    expect(await runJson("clients", "disable", "client_a")).toMatchObject({ status: "disabled" });
    expect(await run("clients", "approve", "client_a")).toMatchObject({ code: 2 });
    expect(await idsOf("--status", "disabled")).toEqual(["client_a"]);
    expect(await runJson("clients", "enable", "client_a")).toMatchObject({ status: "active" });
    expect(await idsOf("--status", "active", "--provenance", "dynamic")).toEqual(["client_a"]);
    expect(await run("clients", "disable", "nobody")).toMatchObject({ code: 1 });
    expect(await run("clients", "list", "--status", "waiting")).toMatchObject({ code: 2 });
  });
});

describe("clients invite", () => {
  it("makes a token for one registration, with the address of the server", async () => {
    await run(...create);
    await withStore((store) => store.system.claimIssuer("https://auth.example"));
    const asked = Math.floor(Date.now() / 1000);
    const invited = await runJson("clients", "invite", "--valid", "2h");
    const answered = Math.ceil(Date.now() / 1000);
    expect(invited["registration_endpoint"]).toBe("https://auth.example/oauth/provider/register");
    const [token, expiresAt] = [String(invited["initial_access_token"]), Number(invited["expires_at"])];
    expect(expiresAt).toBeGreaterThanOrEqual(asked + 7200);
    expect(expiresAt).toBeLessThanOrEqual(answered + 7200);
    const take = (at: number) =>
      withStore((store) => store.invitations.take(hashSecret(token), epochSeconds(expiresAt + at)));
    expect([await take(0), await take(-7199), await take(-7199)]).toEqual(["gone", "taken", "gone"]);
    const { stdout } = await run("clients", "invite", "--preset", "fastapi-module");
    expect(stdout).toContain("https://auth.example/api/v1/oauth/provider/register");
    expect(stdout.match(/sp_iat_[\w-]+/g)?.length).toBe(2);
  });

  it("knows no address before the first start of a server", async () => {
    await run(...create);
    expect(await runJson("clients", "invite")).not.toHaveProperty("registration_endpoint");
  });

  it.each(["24", "0h", "1w", "31d", "59s"])("is not good for %s", async (valid) => {
    await run(...create);
    expect(await run("clients", "invite", "--valid", valid)).toMatchObject({ code: 2, stdout: "" });
  });
});

describe("resources create", () => {
  it("makes private ones, with opaque tokens and a lifetime of their own", async () => {
    const flags = ["--token-format", "opaque", "--token-ttl", "300", "--private"];
    const made = await runJson("resources", "create", "--uri", "https://a.example/mcp", ...flags);
    expect(made).toMatchObject({ token_format: "opaque", access_token_ttl: 300, is_private: true });
    await run("resources", "create", "--uri", "https://b.example/mcp");
    const { stdout } = await run("resources", "list");
    expect(stdout).toMatch(/^https:\/\/a\.example\/mcp +opaque, 300 s +yes$/m);
    expect(stdout).toMatch(/^https:\/\/b\.example\/mcp +jwt +no$/m);
  });

  it.each([
    ["--token-format", "paper", "tokenFormat"],
    ["--token-ttl", "1h", "tokenTtl"],
    ["--token-ttl", "59", "accessTokenTtlSeconds"],
  ])("refuses %s %s", async (flag, value, field) => {
    const outcome = await run("resources", "create", "--uri", "https://a.example", flag, value, "--json");
    expect(outcome.code).toBe(2);
    expect(JSON.parse(outcome.stdout)).toMatchObject({ error: { field } });
  });
});
