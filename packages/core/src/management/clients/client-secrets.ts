import type { ManagementContext } from "../../context.ts";
import { ManagementError } from "../../errors.ts";
import { hashSecret } from "../../secret.ts";
import { createSecretText, tokenPrefixes } from "../../secret-text.ts";
import type { Client, ClientId } from "../../ports/store.ts";
import { after, type EpochSeconds } from "../../time.ts";
import { invalid } from "./client-input.ts";

export interface SecretRotation {
  /** How long the present secret passes yet, 0 to 7 days; absent: a day. One that was replaced before ends now. */
  overlapSeconds?: number | undefined;
  /** The version that the caller has seen; absent: any. */
  version?: number | undefined;
}

export interface Rotated {
  client: Client;
  /** The only copy. */
  secret: string;
  /** Until when the old one passes. */
  oldSecretExpiresAt: EpochSeconds;
}

const daySeconds = 86_400;

export async function rotateSecret(
  context: ManagementContext,
  id: ClientId,
  { overlapSeconds = daySeconds, version }: SecretRotation,
): Promise<Rotated> {
  if (!Number.isInteger(overlapSeconds) || overlapSeconds < 0 || overlapSeconds > 7 * daySeconds) {
    throw invalid("overlapSeconds", "the old secret passes for 0 to 604800 seconds more");
  }
  const {
    previousSecretHash: _older,
    previousSecretExpiresAt: _end,
    foreignSecretHash: _foreign,
    ...client
  } = await find(context, id);
  if (client.secretHash === undefined && context.authMethods.proofOf(client.authMethod) !== "secret") {
    throw invalid("clientId", "the client has no secret: it proves itself in another way, or not at all");
  }
  const secret = createSecretText(tokenPrefixes.clientSecret, context.random);
  const oldSecretExpiresAt = after(context.clock.now(), overlapSeconds);
  const previous =
    overlapSeconds === 0 || client.secretHash === undefined
      ? {}
      : { previousSecretHash: client.secretHash, previousSecretExpiresAt: oldSecretExpiresAt };
  const next = { ...client, ...previous, secretHash: hashSecret(secret), version: version ?? client.version };
  await put(context, next);
  context.events.emit({ type: "client.secret_rotated", clientId: id });
  return { client: { ...next, version: next.version + 1 }, secret, oldSecretExpiresAt };
}

export async function revokeOldSecret(context: ManagementContext, id: ClientId): Promise<void> {
  const { previousSecretHash, previousSecretExpiresAt: _end, ...client } = await find(context, id);
  if (previousSecretHash === undefined) return;
  await put(context, client);
  context.events.emit({ type: "client.secret_revoked", clientId: id });
}

async function find(context: ManagementContext, id: ClientId): Promise<Client> {
  const client = await context.store.clients.get(id);
  if (client === undefined) throw new ManagementError("not_found", "there is no such client");
  return client;
}

async function put(context: ManagementContext, client: Client): Promise<void> {
  const outcome = await context.store.clients.update(client, { forgetConsents: false });
  if (outcome === "gone") throw new ManagementError("not_found", "there is no such client");
  if (outcome === "conflict") throw new ManagementError("conflict", "the client was changed meanwhile", "version");
}
