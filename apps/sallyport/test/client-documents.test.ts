import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { callHere, openFolder, type Outcome } from "./program.ts";

let folder: ReturnType<typeof openFolder>;

beforeEach(() => {
  folder = openFolder();
});
afterEach(() => folder[Symbol.dispose]());

const runOn = (name: string, ...args: string[]): Promise<Outcome> =>
  callHere(args, { SALLYPORT_DATABASE: `sqlite:${join(folder.path, name)}` });

async function jsonOn(name: string, ...args: string[]): Promise<Record<string, unknown>> {
  return JSON.parse((await runOn(name, ...args, "--json")).stdout) as Record<string, unknown>;
}

const file = () => join(folder.path, "clients.json");
const create = ["clients", "create", "--redirect-uri", "https://agent.example/cb"];

async function exportFrom(name: string, ...flags: string[]): Promise<string> {
  const { stdout } = await runOn(name, "clients", "export", ...flags);
  writeFileSync(file(), stdout);
  return stdout;
}

function editFile(edit: (clients: Record<string, unknown>[]) => void): void {
  const document = JSON.parse(readFileSync(file(), "utf8")) as { clients: Record<string, unknown>[] };
  edit(document.clients);
  writeFileSync(file(), JSON.stringify(document));
}

/** Each client is one; of one second they come in any order. */
const linesOf = (text: string) =>
  text
    .split("\n")
    .map((line) => line.replace(/,$/, ""))
    .toSorted();

const outcomesOf = (report: Record<string, unknown>) =>
  (report["clients"] as { outcome: string }[]).map(({ outcome }) => outcome);

describe("a document of clients", () => {
  beforeEach(async () => {
    await runOn("a.db", ...create, "--name", "Public", "--mcp-server-url", "https://mcp.example/mcp");
    await runOn("a.db", ...create, "--name", "Web", "--type", "confidential", "--logo-uri", "https://a.example/l.png");
  });

  it("makes the same clients elsewhere, and nothing when it comes again", async () => {
    const exported = await exportFrom("a.db", "--with-secrets");
    expect(outcomesOf(await jsonOn("b.db", "clients", "import", file()))).toEqual(["created", "created"]);
    expect(linesOf(await exportFrom("b.db", "--with-secrets"))).toEqual(linesOf(exported));
    const again = await jsonOn("b.db", "clients", "import", file(), "--on-existing", "update");
    expect(outcomesOf(again)).toEqual(["unchanged", "unchanged"]);
  });

  it("holds no hash of a secret unless it is asked for, and then leaves the secrets that are there", async () => {
    const full = await exportFrom("a.db", "--with-secrets");
    expect(full).toContain("secretHash");
    expect(await exportFrom("a.db")).not.toMatch(/secrets|hash/i);
    editFile((clients) => clients.forEach((client) => (client["description"] = "Words")));
    await runOn("a.db", "clients", "import", file(), "--on-existing", "update");
    const hashIn = (text: string) => /"secretHash":"([\w-]{43})"/.exec(text)?.[1];
    expect(hashIn(await exportFrom("a.db", "--with-secrets"))).toBe(hashIn(full));
  });

  it("changes clients that are here only when it is told to, their status too", async () => {
    await exportFrom("a.db");
    editFile(([one]) => Object.assign(one ?? {}, { name: "Renamed", status: "disabled" }));
    expect(outcomesOf(await jsonOn("a.db", "clients", "import", file()))).toEqual(["skipped", "unchanged"]);
    const exported = await exportFrom("a.db");
    editFile(([one]) => Object.assign(one ?? {}, { name: "Renamed", status: "disabled" }));
    const report = await jsonOn("a.db", "clients", "import", file(), "--on-existing", "update");
    expect(outcomesOf(report)).toEqual(["updated", "unchanged"]);
    const { stdout } = await runOn("a.db", "clients", "list", "--status", "disabled", "--json");
    expect(JSON.parse(stdout)).toMatchObject([{ client_name: "Renamed" }]);
    expect(await exportFrom("a.db")).not.toBe(exported);
  });

  it("changes nothing in a dry run, which says the same", async () => {
    const exported = await exportFrom("a.db");
    editFile(([one]) => Object.assign(one ?? {}, { name: "Renamed", defaultResource: "https://new.example/mcp" }));
    const flags = ["clients", "import", file(), "--on-existing", "update"];
    const dry = await jsonOn("a.db", ...flags, "--dry-run");
    expect(outcomesOf(dry)).toEqual(["updated", "unchanged"]);
    const written = readFileSync(file(), "utf8");
    expect(await exportFrom("a.db")).toBe(exported);
    expect((await runOn("a.db", "resources", "list", "--json")).stdout).not.toContain("new.example");
    writeFileSync(file(), written);
    const wet = await jsonOn("a.db", ...flags);
    expect(outcomesOf(wet)).toEqual(outcomesOf(dry));
    expect((await runOn("a.db", "resources", "list", "--json")).stdout).toContain("new.example");
  });

  it.each([
    ["redirectUris", { redirectUris: ["javascript:alert(1)"] }],
    ["scopes", { scopes: ["nuke"] }],
    ["authMethod", { authMethod: "magic" }],
    ["name", { name: " " }],
    ["secrets", { secrets: { secretHash: "x".repeat(42) + "A" } }],
    ["secrets.secretHash", { secrets: { secretHash: "short" } }],
    ["extra", { extra: true }],
    ["accessTokenTtlSeconds", { accessTokenTtlSeconds: "long" }],
    ["metadata", { metadata: { logo_uri: "http://a.example/l.png" } }],
    ["alsoAccepts", { alsoAccepts: ["client_secret_basic"] }],
  ])("[seed:D139 seed:D142 seed:D143] has a row with a bad %s refused, and the others taken", async (field, bad) => {
    await exportFrom("a.db");
    editFile((clients) => Object.assign(clients.find((one) => one["name"] === "Public") ?? {}, bad));
    const outcome = await runOn("b.db", "clients", "import", file(), "--json");
    expect(outcome.code).toBe(1);
    const report = JSON.parse(outcome.stdout) as Record<string, unknown>;
    expect(outcomesOf(report).toSorted()).toEqual(["created", "refused"]);
    const rows = report["clients"] as { outcome: string; field?: string }[];
    expect(rows.find((row) => row.outcome === "refused")?.field).toMatch(
      new RegExp(`^(${field.replace(".", "\\.")}|logoUri)$`),
    );
    expect(JSON.parse((await runOn("b.db", "clients", "list", "--json")).stdout)).toHaveLength(1);
  });

  it("has the second row of one client refused", async () => {
    await exportFrom("a.db");
    editFile((clients) => clients.push({ ...clients[0] }));
    expect(outcomesOf(await jsonOn("b.db", "clients", "import", file()))).toEqual(["created", "created", "refused"]);
  });

  it.each(["[]", '{"format":"sallyport-clients","version":2,"clients":[]}', "no JSON"])(
    "is refused as a whole when it is %s",
    async (text) => {
      writeFileSync(file(), text);
      expect(await runOn("a.db", "clients", "import", file())).toMatchObject({ code: 2, stdout: "" });
    },
  );
});

describe("commands that change a client", () => {
  let id: string;
  beforeEach(async () => {
    const made = await jsonOn("a.db", ...create, "--name", "Web", "--type", "confidential", "--description", "Old");
    id = String(made["client_id"]);
  });

  it("[seed:D144] change what is given, take away what is empty, and leave the rest", async () => {
    const flags = ["--name", "New", "--description", "", "--access-token-ttl", "60", "--scope", "openid email"];
    const changed = await jsonOn("a.db", "clients", "update", id, ...flags);
    expect(changed).toMatchObject({
      client_name: "New",
      access_token_ttl: 60,
      scope: "openid email",
      redirect_uris: ["https://agent.example/cb"],
      version: 2,
    });
    expect(changed).not.toHaveProperty("client_description");
    const reset = await jsonOn("a.db", "clients", "update", id, "--access-token-ttl", "", "--scope", "default");
    expect(reset).toMatchObject({ client_name: "New", version: 3 });
    expect(reset).not.toHaveProperty("access_token_ttl");
    expect(reset).not.toHaveProperty("scope");
  });

  it.each([
    { what: "an older version", flags: ["--name", "New", "--seen-version", "9"], code: 1, field: "version" },
    { what: "nothing to change", flags: [], code: 2, field: undefined },
    { what: "a bad redirect URI", flags: ["--redirect-uri", "javascript:alert(1)"], code: 2, field: "redirectUris" },
    { what: "an unknown scope", flags: ["--scope", "nuke"], code: 2, field: "scopes" },
    { what: "an unreadable lifetime", flags: ["--access-token-ttl", "1h"], code: 2, field: "accessTokenTtl" },
    { what: "an unreadable version", flags: ["--name", "New", "--seen-version", "x"], code: 2, field: "seenVersion" },
  ])("[seed:D143] refuse $what, and change nothing", async ({ flags, code, field }) => {
    const before = await jsonOn("a.db", "clients", "get", id);
    const outcome = await runOn("a.db", "clients", "update", id, ...flags, "--json");
    expect(outcome.code).toBe(code);
    expect((JSON.parse(outcome.stdout) as { error: { field?: string } }).error.field).toBe(field);
    expect(await jsonOn("a.db", "clients", "get", id)).toEqual(before);
  });

  it("[seed:D147] rotate its secret with an overlap, and end the old one", async () => {
    const rotated = await jsonOn("a.db", "clients", "rotate-secret", id, "--overlap", "2h");
    expect(rotated["client_secret"]).toMatch(/^sp_cs_/);
    const shown = await jsonOn("a.db", "clients", "get", id);
    expect(shown["old_secret_expires_at"]).toBe(rotated["old_secret_expires_at"]);
    expect(shown["version"]).toBe(rotated["version"]);
    await runOn("a.db", "clients", "revoke-old-secret", id);
    expect(await jsonOn("a.db", "clients", "get", id)).not.toHaveProperty("old_secret_expires_at");
    const hard = await jsonOn("a.db", "clients", "rotate-secret", id, "--overlap", "0s");
    expect(hard).not.toHaveProperty("old_secret_expires_at");
    expect(await jsonOn("a.db", "clients", "get", id)).not.toHaveProperty("old_secret_expires_at");
    for (const overlap of ["8d", "24", "-1h"]) {
      expect(await runOn("a.db", "clients", "rotate-secret", id, "--overlap", overlap)).toMatchObject({ code: 2 });
    }
    expect(await runOn("a.db", "clients", "rotate-secret", id, "--seen-version", "1")).toMatchObject({ code: 1 });
  });
});

describe("resources update", () => {
  it("changes what is given, in the version that was seen", async () => {
    const uri = "https://mcp.example/mcp";
    await runOn("a.db", "resources", "create", "--uri", uri, "--name", "Notes", "--scope", "a b", "--private");
    const flags = ["--scope", "a=Words", "--token-ttl", "300", "--token-format", "opaque", "--no-private"];
    expect(await jsonOn("a.db", "resources", "update", uri, ...flags, "--seen-version", "1")).toMatchObject({
      resource_name: "Notes",
      scopes_supported: ["a"],
      access_token_ttl: 300,
      token_format: "opaque",
      is_private: false,
      version: 2,
    });
    const reset = await jsonOn("a.db", "resources", "update", uri, "--name", "", "--token-ttl", "", "--scope", "");
    expect(reset).toMatchObject({ scopes_supported: [], token_format: "opaque", is_private: false, version: 3 });
    expect(Object.keys(reset)).not.toEqual(expect.arrayContaining(["resource_name"]));
    expect(await runOn("a.db", "resources", "update", uri, "--name", "X", "--seen-version", "1")).toMatchObject({
      code: 1,
    });
    expect(await runOn("a.db", "resources", "update", uri)).toMatchObject({ code: 2 });
    expect(await runOn("a.db", "resources", "update", "https://no.example", "--name", "X")).toMatchObject({ code: 1 });
  });
});
