import type { ImportedClient, ImportedSecret, ImportNote } from "@sallyport/core";
import { z } from "zod";
import { instant, list, optional, scopesOf, text, words } from "./values.ts";

/** A client in the words of dynamic registration (RFC 7591 section 2), as several systems write it. */
export const registeredClient = z.object({
  client_id: z.string().min(1),
  client_name: words,
  client_secret: text,
  redirect_uris: optional(list),
  grant_types: optional(list),
  scope: text,
  token_endpoint_auth_method: text,
  jwks: optional(z.unknown()),
  jwks_uri: text,
  logo_uri: text,
  client_uri: text,
  policy_uri: text,
  tos_uri: text,
  contacts: optional(list),
  created_at: instant,
  client_id_issued_at: instant,
});

export interface RegisteredDefaults {
  where: string;
  /** Methods and grant types that the system means when a client names none. */
  authMethod: string;
  grantTypes: readonly string[];
}

export function readRegisteredClient(
  given: z.infer<typeof registeredClient>,
  { where, ...defaults }: RegisteredDefaults,
): ImportedClient {
  const authMethod = given.token_endpoint_auth_method ?? defaults.authMethod;
  return {
    where,
    clientId: given.client_id,
    name: given.client_name ?? given.client_id,
    authMethod,
    redirectUris: given.redirect_uris ?? [],
    grantTypes: given.grant_types ?? defaults.grantTypes,
    scopes: scopesOf(given.scope) as string[] | undefined,
    ...keysFor(authMethod, { jwks: given.jwks, jwksUri: given.jwks_uri }),
    metadata: metadataOf(given),
    createdAt: given.created_at ?? given.client_id_issued_at,
    secret: isSecret(authMethod) ? secretOf(given.client_secret) : undefined,
  };
}

/** Here only a client that signs has keys; elsewhere others may have some, which nothing reads. */
export function keysFor<Keys extends Pick<ImportedClient, "jwks" | "jwksUri">>(
  authMethod: string,
  keys: Keys,
): Keys | undefined {
  return authMethod === "private_key_jwt" ? keys : undefined;
}

function isSecret(authMethod: string): boolean {
  return authMethod.startsWith("client_secret_");
}

/** A secret as it is, or the hash that a system keeps of it. */
export function secretOf(secret: string | undefined): ImportedSecret {
  if (secret === undefined || secret === "" || /^\*+$/.test(secret)) return { kind: "lost" };
  return /^\$(?:2[aby]|pbkdf2|argon2|scrypt)/.test(secret)
    ? { kind: "hash", hash: secret }
    : { kind: "plain", text: secret };
}

/** What pages show of a client, and its registration echoes. */
export function metadataOf(given: {
  logo_uri?: string | undefined;
  client_uri?: string | undefined;
  policy_uri?: string | undefined;
  tos_uri?: string | undefined;
  contacts?: string[] | undefined;
}): Record<string, string | string[]> {
  const { logo_uri, client_uri, policy_uri, tos_uri, contacts } = given;
  // Logos are fetched by https alone.
  const logo = logo_uri?.startsWith("https://") === true ? logo_uri : undefined;
  const found = Object.entries({ logo_uri: logo, client_uri, policy_uri, tos_uri, contacts });
  return Object.fromEntries(
    found.flatMap(([name, value]) => (value === undefined || value === "" ? [] : [[name, value]])),
  );
}

/** Splits off patterns: here a redirect URI is compared as a whole (RFC 9700 section 4.1.3). */
export function withoutPatterns(client: ImportedClient): { client: ImportedClient; notes: readonly ImportNote[] } {
  const patterns = client.redirectUris.filter((uri) => uri.includes("*"));
  if (patterns.length === 0) return { client, notes: [] };
  const { where, clientId: id } = client;
  const message = `left out, redirect URIs are whole addresses here, not patterns: ${patterns.join(" ")}`;
  const redirectUris = client.redirectUris.filter((uri) => !uri.includes("*"));
  return { client: { ...client, redirectUris }, notes: [{ where, id, message }] };
}
