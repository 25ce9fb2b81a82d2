import type { ImportedClient, ImportedConsent, ImportNote } from "@sallyport/core";
import { z } from "zod";
import type { Importer } from "./importer.ts";
import { MalformedFileError, parseJson, readAs } from "./malformed.ts";
import { keysFor, metadataOf } from "./registered-client.ts";
import { instant, optional, text, words } from "./values.ts";

// What @cloudflare/workers-oauth-provider 1.2 keeps in its KV namespace, under `client:<id>` and `grant:<user>:<id>`.
const client = z.object({
  clientId: z.string().min(1),
  clientSecret: text,
  clientName: words,
  redirectUris: z.array(z.string()),
  grantTypes: optional(z.array(z.string())),
  tokenEndpointAuthMethod: text,
  jwksUri: text,
  logoUri: text,
  clientUri: text,
  policyUri: text,
  tosUri: text,
  contacts: optional(z.array(z.string())),
  registrationDate: instant,
});
const grant = z.object({
  clientId: z.string().min(1),
  userId: z.string().min(1),
  scope: z.array(z.string()),
  resource: optional(z.union([z.string(), z.array(z.string())])),
  createdAt: instant,
  expiresAt: instant,
});

/** As `wrangler kv bulk get` prints them, or the values alone. */
const entries = z.record(z.string(), z.union([z.string(), z.object({ value: z.string() })]));

export const workersOAuthProvider: Importer = {
  name: "workers-oauth-provider",
  summary: "its KV namespace as `wrangler kv bulk get` prints it: clients and grants",
  read(file) {
    // What wrangler says at the end goes into the file with the rest.
    const json = file.replace(/\s+Success!\s*$/, "");
    const kept = Object.entries(readAs(entries, parseJson(json), ""));
    const ofKind = (prefix: string) => kept.filter(([key]) => key.startsWith(prefix)).map(readValue);
    const [clients, grants] = [ofKind("client:"), ofKind("grant:")];
    if (clients.length + grants.length === 0) {
      throw new MalformedFileError("there are neither keys of clients (client:…) nor of grants (grant:…) in the file");
    }
    const notes: ImportNote[] = [];
    return {
      clients: clients.flatMap(([where, value]) => readClient(where, value, notes)),
      people: [],
      consents: grants.map(([where, value]) => readGrant(where, value)),
      notes,
    };
  },
};

function readValue([key, entry]: [string, string | { value: string }]): [where: string, value: unknown] {
  return [key, parseJson(typeof entry === "string" ? entry : entry.value, key)];
}

function readClient(where: string, value: unknown, notes: ImportNote[]): ImportedClient[] {
  const given = readAs(client, value, where);
  const { clientId, clientName, redirectUris, grantTypes, registrationDate: createdAt, jwksUri } = given;
  if (URL.canParse(clientId)) {
    notes.push({
      where,
      id: clientId,
      message: "left out: it is known by its document, which is fetched when it comes",
    });
    return [];
  }
  const authMethod = given.tokenEndpointAuthMethod ?? "client_secret_basic";
  return [
    {
      where,
      clientId,
      name: clientName ?? clientId,
      redirectUris,
      grantTypes: grantTypes ?? ["authorization_code"],
      authMethod,
      ...keysFor(authMethod, { jwksUri }),
      // Public clients come by its open registration; it does not say which ones somebody made by hand.
      isUnverified: authMethod === "none",
      createdAt,
      secret: authMethod.startsWith("client_secret_") ? readSecret(given.clientSecret) : undefined,
      metadata: metadataOf({
        logo_uri: given.logoUri,
        client_uri: given.clientUri,
        policy_uri: given.policyUri,
        tos_uri: given.tosUri,
        contacts: given.contacts,
      }),
    },
  ];
}

/** SHA-256 in hexadecimal: ours but for the spelling. */
function readSecret(hash: string | undefined): ImportedClient["secret"] {
  if (hash === undefined || !/^[0-9a-f]{64}$/.test(hash)) return { kind: "lost" };
  return { kind: "hash", hash: Buffer.from(hash, "hex").toString("base64url") };
}

function readGrant(where: string, value: unknown): ImportedConsent {
  const { clientId, userId, scope, resource, createdAt, expiresAt } = readAs(grant, value, where);
  const resources = typeof resource === "string" ? [resource] : resource;
  return { where, userId, clientId, scopes: scope, resources, grantedAt: createdAt, expiresAt };
}
