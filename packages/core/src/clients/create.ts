import type { ManagementContext } from "../context.ts";
import { hashSecret } from "../secret.ts";
import { createSecretText, tokenPrefixes } from "../secret-text.ts";
import type { Client } from "../ports/store.ts";

const idBytes = 16;

/** What a new client is made of, already checked. `id` is there when it follows from the rest. */
export type ClientDraft = Omit<Client, "id" | "epoch" | "createdAt" | "version" | "secretHash" | "type"> & {
  id?: string;
};

/**
 * Stores a new client. The returned secret is the only copy; clients without one have none. A client
 * whose id follows from what it is may be there already: then that one is returned.
 */
export async function createClient(
  context: ManagementContext,
  draft: ClientDraft,
): Promise<{ client: Client; secret: string | undefined }> {
  const { clock, random, store, events, authMethods } = context;
  const proof = authMethods.proofOf(draft.authMethod);
  const secret = proof === "secret" ? createSecretText(tokenPrefixes.clientSecret, random) : undefined;
  const client: Client = {
    ...draft,
    id: draft.id ?? `client_${random.bytes(idBytes).toString("base64url")}`,
    type: proof === "none" ? "public" : "confidential",
    epoch: 0,
    version: 1,
    createdAt: clock.now(),
    ...(secret === undefined ? {} : { secretHash: hashSecret(secret) }),
  };
  if ((await store.clients.insert(client)) === "exists") {
    const known = draft.id === undefined ? undefined : await store.clients.get(draft.id);
    if (known === undefined) throw new Error("a fresh client id is taken: the random source is broken");
    return { client: known, secret: undefined };
  }
  events.emit({ type: "client.registered", clientId: client.id, provenance: client.provenance });
  return { client, secret };
}
