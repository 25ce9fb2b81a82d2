import type { ManagementContext } from "../context.ts";
import { checkRedirectUri } from "../rules/redirect-uri.ts";
import { hashSecret } from "../secret.ts";
import type { Client } from "../stores/port.ts";
import { createSecretText, tokenPrefixes } from "../secret-text.ts";

const maxRedirectUris = 50;
const idBytes = 16;

export type RedirectUrisVerdict = { ok: true } | { ok: false; why: string };

/** Whether a client may have these redirect URIs: 1 to 50, each fit (`checkRedirectUri`), none twice. */
export function checkRedirectUris(uris: readonly string[]): RedirectUrisVerdict {
  if (uris.length === 0) return { ok: false, why: "at least one redirect URI is needed" };
  if (uris.length > maxRedirectUris) return { ok: false, why: `at most ${maxRedirectUris} redirect URIs are allowed` };
  if (new Set(uris).size !== uris.length) return { ok: false, why: "a redirect URI stands twice" };
  for (const uri of uris) {
    const verdict = checkRedirectUri(uri);
    if (!verdict.ok) return verdict;
  }
  return { ok: true };
}

/** What a new client is made of, already checked. */
export type ClientDraft = Omit<Client, "id" | "epoch" | "status" | "createdAt" | "secretHash" | "type">;

/** Stores a new client. The returned secret is the only copy; clients without one have none. */
export async function createClient(
  context: ManagementContext,
  draft: ClientDraft,
): Promise<{ client: Client; secret: string | undefined }> {
  const { clock, random, store, events, authMethods } = context;
  const usesSecret = authMethods.usesSecret(draft.authMethod);
  const secret = usesSecret ? createSecretText(tokenPrefixes.clientSecret, random) : undefined;
  const client: Client = {
    ...draft,
    id: `client_${random.bytes(idBytes).toString("base64url")}`,
    type: usesSecret ? "confidential" : "public",
    epoch: 0,
    status: "active",
    createdAt: clock.now(),
    ...(secret === undefined ? {} : { secretHash: hashSecret(secret) }),
  };
  const outcome = await store.clients.insert(client);
  if (outcome === "exists") throw new Error("a fresh client id is taken: the random source is broken");
  events.emit({ type: "client.registered", clientId: client.id, provenance: client.provenance });
  return { client, secret };
}
