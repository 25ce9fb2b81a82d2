import { z } from "zod";
import { readSecretHash } from "../../secret.ts";
import type { Client } from "../../ports/store.ts";
import { epochSeconds } from "../../time.ts";
import { present } from "./client-input.ts";

/** Clients as a document for another server. */
export const clientDocumentFormat = { format: "sallyport-clients", version: 1 } as const;

const text = z.string().min(1).max(2048);
const texts = z.array(text).max(1000);
const seconds = z
  .int()
  .min(0)
  .max(2 ** 40);
const secretHash = z.string().refine((value) => readSecretHash(value) !== undefined);

/** What secrets are checked against. None of it opens anything, but who writes it decides which secrets pass. */
const secrets = z.strictObject({
  secretHash: secretHash.optional(),
  /** As another system hashed it. */
  foreignSecretHash: z.string().startsWith("$").max(512).optional(),
  previousSecretHash: secretHash.optional(),
  previousSecretExpiresAt: seconds.optional(),
  registrationTokenHash: secretHash.optional(),
});

/** One client of such a document, in the names of `NewClient`; plain values, for whoever writes one. */
export const clientRowSchema = z.strictObject({
  clientId: text,
  name: text,
  description: z.string().max(2048).optional(),
  authMethod: text,
  alsoAccepts: texts.default([]),
  redirectUris: texts,
  grantTypes: texts,
  scopes: texts.optional(),
  defaultResource: text.optional(),
  accessTokenTtlSeconds: z.int().min(1).optional(),
  refreshTokenTtlSeconds: z.int().min(1).optional(),
  refreshReplay: z.enum(["until_successor_used"]).optional(),
  jwks: z.strictObject({ keys: z.array(z.record(z.string(), z.unknown())).min(1).max(50) }).optional(),
  jwksUri: text.optional(),
  metadata: z.record(text, z.union([z.string().max(2048), z.array(z.string().max(2048)).max(1000)])).default({}),
  provenance: z.enum(["preregistered", "dynamic", "document"]),
  status: z.enum(["active", "disabled", "pending"]),
  createdAt: seconds,
  secrets: secrets.optional(),
});

/** Export files written before a member was renamed have its former name. */
const formerNames: Readonly<Record<string, string>> = { mcpServerUrl: "defaultResource" };

/** A row with the present name of each member. A former name beside the present one stays, and is refused. */
export function withPresentNames(row: unknown): unknown {
  if (typeof row !== "object" || row === null) return row;
  const nameOf = (name: string): string => {
    const present = formerNames[name];
    return present === undefined || present in row ? name : present;
  };
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [nameOf(name), value]));
}

export type ClientRow = z.infer<typeof clientRowSchema>;

export function toClientRow(client: Client, { withSecrets }: { withSecrets: boolean }): ClientRow {
  const { id: clientId, name, authMethod, metadata, provenance, status, createdAt } = client;
  return {
    clientId,
    name,
    authMethod,
    alsoAccepts: [...client.alsoAccepts],
    redirectUris: [...client.redirectUris],
    grantTypes: [...client.grantTypes],
    metadata: Object.fromEntries(Object.entries(metadata).map(([member, value]) => [member, copyOf(value)])),
    provenance,
    status,
    createdAt,
    ...present({
      description: client.description,
      scopes: client.scopes && [...client.scopes],
      defaultResource: client.defaultResource,
      accessTokenTtlSeconds: client.accessTokenTtlSeconds,
      refreshTokenTtlSeconds: client.refreshTokenTtlSeconds,
      refreshReplay: client.refreshReplay,
      // It was written from such a set.
      jwks: client.jwks === undefined ? undefined : (JSON.parse(client.jwks) as ClientRow["jwks"]),
      jwksUri: client.jwksUri,
      secrets: withSecrets ? secretsOf(client) : undefined,
    }),
  };
}

function copyOf(value: string | readonly string[]): string | string[] {
  return typeof value === "string" ? value : [...value];
}

/** Absent for a client that has none. */
function secretsOf(client: Client): ClientRow["secrets"] {
  const { secretHash: hash, foreignSecretHash, previousSecretHash, previousSecretExpiresAt } = client;
  const { registrationTokenHash } = client;
  const previous = { previousSecretHash, previousSecretExpiresAt };
  const found = present({ secretHash: hash, foreignSecretHash, ...previous, registrationTokenHash });
  return Object.keys(found).length === 0 ? undefined : found;
}

/** The secrets of a row that was parsed, as a client has them. */
export function readSecrets({ secrets: given = {} }: ClientRow): Partial<Client> {
  const hashOf = (text: string | undefined) => (text === undefined ? undefined : readSecretHash(text));
  const expiry = given.previousSecretExpiresAt;
  return present({
    secretHash: hashOf(given.secretHash),
    foreignSecretHash: given.foreignSecretHash,
    previousSecretHash: hashOf(given.previousSecretHash),
    previousSecretExpiresAt: expiry === undefined ? undefined : epochSeconds(expiry),
    registrationTokenHash: hashOf(given.registrationTokenHash),
  });
}
