import type { ImportedClient, ImportedConsent, ImportedPerson, ImportNote } from "@sallyport/core";
import { z } from "zod";
import type { Importer } from "./importer.ts";
import { MalformedFileError, parseJson, readAs } from "./malformed.ts";
import { keysFor, metadataOf } from "./registered-client.ts";
import { flag, instant, list, optional, text, words } from "./values.ts";

// The tables of better-auth 1.7 and of its plugin @better-auth/oauth-provider. A database may name tables and
// columns in snake_case, or tables in the plural.
const user = z.object({
  id: z.coerce.string().min(1),
  email: z.string(),
  name: words,
  createdAt: instant,
  banned: flag,
});
const account = z.object({ userId: z.coerce.string(), providerId: z.string(), password: text });
const client = z.object({
  clientId: z.string().min(1),
  clientSecret: text,
  clientDiscoveryId: text,
  disabled: flag,
  scopes: optional(list),
  userId: optional(z.coerce.string()),
  referenceId: text,
  createdAt: instant,
  name: words,
  uri: text,
  icon: text,
  contacts: optional(list),
  tos: text,
  policy: text,
  redirectUris: list,
  tokenEndpointAuthMethod: text,
  jwks: text,
  jwksUri: text,
  grantTypes: optional(list),
});
const consent = z.object({
  clientId: z.string().min(1),
  userId: optional(z.coerce.string()),
  scopes: list,
  resources: optional(list),
  createdAt: instant,
  updatedAt: instant,
});

/** Its tables as one JSON object, each a list of rows; the command makes one of an SQLite file. */
export const betterAuth: Importer = {
  name: "better-auth",
  summary: "its SQLite file, or a JSON object of its tables: user, account, oauthClient, oauthConsent",
  read(file) {
    const tables = readTables(parseJson(file));
    const notes: ImportNote[] = [];
    const accounts = tables.rows("account", account).map(([, row]) => row);
    return {
      people: tables.rows("user", user).map(([where, row]) => readPerson(where, row, accounts)),
      clients: tables.rows("oauthClient", client).flatMap(([where, row]) => readClient(where, row, notes)),
      consents: tables.rows("oauthConsent", consent).flatMap(([where, row]) => readConsent(where, row)),
      notes,
    };
  },
};

const known = ["user", "account", "oauthClient", "oauthConsent"];

function readTables(value: unknown) {
  const given = readAs(z.record(z.string(), z.unknown()), value, "");
  const tables = new Map(
    Object.entries(given).map(([name, rows]) => [inCamelCase(name).replace(/s$/, ""), { name, rows }]),
  );
  if (!known.some((name) => tables.has(name))) {
    throw new MalformedFileError(`there is none of its tables in the file: ${known.join(", ")}`);
  }
  return {
    rows<Schema extends z.ZodType>(table: string, schema: Schema): [where: string, row: z.infer<Schema>][] {
      const { name, rows } = tables.get(table) ?? { name: table, rows: [] };
      const list = readAs(z.array(z.record(z.string(), z.unknown())), rows, name);
      return list.map((row, index) => {
        const where = `${name}[${index}]`;
        const named = Object.fromEntries(Object.entries(row).map(([column, cell]) => [inCamelCase(column), cell]));
        return [where, readAs(schema, named, where)];
      });
    },
  };
}

function inCamelCase(name: string): string {
  return name.replaceAll(/_([a-z])/g, (_whole, letter: string) => letter.toUpperCase());
}

function readPerson(
  where: string,
  { id, email, name, createdAt, banned }: z.infer<typeof user>,
  accounts: readonly z.infer<typeof account>[],
): ImportedPerson {
  const password = accounts.find((one) => one.userId === id && one.providerId === "credential")?.password;
  return { where, id, email, name, createdAt, isDisabled: banned, passwordHash: password && readPassword(password) };
}

/** `salt:key` in hexadecimal; the salt is used as that very text, with N = 2^14, r = 16, p = 1. */
function readPassword(hash: string): string {
  const [, salt, key] = /^([0-9a-f]{32}):([0-9a-f]{128})$/.exec(hash) ?? [];
  // Whoever set a function of their own may have one of the other forms.
  if (salt === undefined || key === undefined) return hash;
  return `$scrypt$ln=14,r=16,p=1$${inBase64(Buffer.from(salt))}$${inBase64(Buffer.from(key, "hex"))}`;
}

function inBase64(bytes: Buffer): string {
  return bytes.toString("base64").replaceAll("=", "");
}

function readClient(where: string, row: z.infer<typeof client>, notes: ImportNote[]): ImportedClient[] {
  const { clientId, clientDiscoveryId, name, redirectUris, grantTypes, scopes, createdAt } = row;
  if (clientDiscoveryId !== undefined) {
    const message = "left out: it is known by its document, which is fetched when it comes";
    notes.push({ where, id: clientId, message });
    return [];
  }
  return [
    {
      where,
      clientId,
      name: name ?? clientId,
      redirectUris,
      grantTypes: grantTypes ?? ["authorization_code"],
      scopes,
      ...readProof(where, row),
      metadata: metadataOf({
        logo_uri: row.icon,
        client_uri: row.uri,
        policy_uri: row.policy,
        tos_uri: row.tos,
        contacts: row.contacts,
      }),
      isDisabled: row.disabled,
      createdAt,
    },
  ];
}

function readProof(where: string, row: z.infer<typeof client>): Partial<ImportedClient> {
  const { clientSecret, tokenEndpointAuthMethod, jwks, jwksUri, userId, referenceId } = row;
  const authMethod = tokenEndpointAuthMethod ?? (clientSecret === undefined ? "none" : "client_secret_basic");
  // Whoever registers without being signed in leaves no owner.
  const isUnverified = authMethod === "none" && userId === undefined && referenceId === undefined;
  return {
    authMethod,
    isUnverified,
    ...keysFor(authMethod, { jwksUri, jwks: jwks === undefined ? undefined : parseJson(jwks, `${where}.jwks`) }),
    // Hashed as ours are, unless somebody set another way: then it is no hash that is known.
    secret: authMethod.startsWith("client_secret_") ? { kind: "hash", hash: clientSecret ?? "" } : undefined,
  };
}

function readConsent(where: string, row: z.infer<typeof consent>): ImportedConsent[] {
  const { userId, clientId, scopes, resources, createdAt, updatedAt } = row;
  if (userId === undefined) return [];
  const named = resources === undefined || resources.length === 0 ? undefined : resources;
  return [{ where, userId, clientId, scopes, resources: named, grantedAt: updatedAt ?? createdAt }];
}
