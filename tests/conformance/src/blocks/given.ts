import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import type { Block } from "./page.ts";

const importTests = "apps/sallyport/test/import";

/** What a system elsewhere writes, as far as all of it is taken in here. */
interface Given {
  readonly system: string;
  readonly file: string;
  /** Writes it to the path. */
  readonly make: (path: string) => void;
}

const given: readonly Given[] = [
  { system: "auth0", file: "clients.json", make: fixture("auth0-clients.json", withoutRows(/"client_id":"signer"/)) },
  { system: "auth0", file: "users.ndjson", make: fixture("auth0-users.ndjson", withoutLines(/"passwordHash"/)) },
  { system: "auth0", file: "hashes.ndjson", make: fixture("auth0-users.ndjson", withoutLines(/"user_id":/)) },
  { system: "better-auth", file: "auth.db", make: runBetterAuth },
  { system: "better-auth", file: "auth.json", make: exportBetterAuth },
  { system: "csv", file: "people.csv", make: fixture("people.csv") },
  { system: "fastapi-module", file: "module.json", make: fixture("fastapi-module.json") },
  { system: "hydra", file: "clients.json", make: fixture("hydra-clients.json") },
  { system: "hydra", file: "consents.json", make: fixture("hydra-consents.json", ofImportedPeople) },
  { system: "keycloak", file: "realm.json", make: fixture("keycloak.json", withoutOddities) },
  { system: "node-oidc-provider", file: "kept.json", make: runNodeOidcProvider },
  { system: "workers-oauth-provider", file: "namespace.json", make: fixture("workers-oauth-provider.json") },
];

/** Puts into the folder what a block of `sh elsewhere` would have written for the imports of its page. */
export function giveFiles(folder: string, block: Block, page: readonly Block[]): void {
  const imports = /sallyport (?:-- )?import ([\w-]+)/g;
  const systems = page.flatMap(({ text }) => [...text.matchAll(imports)].map(([, system]) => system));
  const words = block.text.split(/[\s"']+/).map((word) => word.replace(/^\.\//, ""));
  for (const { system, file, make } of given) {
    if (words.includes(file) && systems.includes(system)) make(join(folder, file));
  }
}

function fixture(name: string, change = (text: string): string => text): (path: string) => void {
  return (path) => writeFileSync(path, change(ofToday(readFileSync(join(importTests, "fixtures", name), "utf8"))));
}

/** Consents of long ago would not be taken in. */
function ofToday(text: string): string {
  const today = new Date().toISOString().slice(0, 10);
  const ms = Date.parse(today);
  const dated = text.replaceAll("2026-11-01", today).replaceAll(/1793\d{9}/g, String(ms));
  return dated.replaceAll("1793491200", String(ms / 1000));
}

function withoutLines(which: RegExp): (text: string) => string {
  return (text) =>
    text
      .split("\n")
      .filter((line) => !which.test(line))
      .join("\n");
}

function withoutRows(which: RegExp): (text: string) => string {
  return (text) => {
    const rows = z.array(z.unknown()).parse(JSON.parse(text));
    return JSON.stringify(rows.filter((row) => !which.test(JSON.stringify(row))));
  };
}

/** The subjects are those of people.csv, and what has expired is left out. */
function ofImportedPeople(text: string): string {
  return withoutRows(/"subject":"nobody"|"remember_for":3600/)(text).replaceAll("person-1", "u-1");
}

const realm = z.looseObject({
  clients: z.array(z.looseObject({ clientId: z.string() })),
  users: z.array(z.looseObject({ email: z.string().optional(), serviceAccountClientId: z.string().optional() })),
});

/** Without the client and the person that are refused here. */
function withoutOddities(text: string): string {
  const { clients, users, ...rest } = realm.parse(JSON.parse(text));
  return JSON.stringify({
    ...rest,
    clients: clients.filter(({ clientId }) => clientId !== "x509"),
    users: users.filter(({ email, serviceAccountClientId }) => (email ?? serviceAccountClientId) !== undefined),
  });
}

function runBetterAuth(path: string): void {
  runModule(
    `import { runBetterAuth } from ${JSON.stringify(resolve(importTests, "run-better-auth.ts"))};
    await runBetterAuth(${JSON.stringify(path)}, { email: "ada@example.com", password: "ada-pass-of-long-ago" });`,
  );
}

/** The tables of its SQLite file beside it as one JSON object, as they would come from another database. */
function exportBetterAuth(path: string): void {
  const file = path.replace(/json$/, "db");
  if (!existsSync(file)) runBetterAuth(file);
  using database = new DatabaseSync(file);
  const tables = ["user", "account", "oauthClient", "oauthConsent"];
  const rows = tables.map((table) => [table, database.prepare(`select * from "${table}"`).all()]);
  writeFileSync(path, JSON.stringify(Object.fromEntries(rows)));
}

function runNodeOidcProvider(path: string): void {
  runModule(
    `import { writeFileSync } from "node:fs";
    import { runNodeOidcProvider } from ${JSON.stringify(resolve(importTests, "run-node-oidc-provider.ts"))};
    writeFileSync(${JSON.stringify(path)}, (await runNodeOidcProvider("u-1")).file);`,
  );
}

function runModule(code: string): void {
  const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", code], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
}
