import type { Context } from "../context.ts";
import { hashSecret, isSameHash, type SecretHash } from "../secret.ts";
import type { Client } from "../ports/store.ts";
import { type EpochSeconds, isExpired } from "../time.ts";

/** Compared with when the client has no secret, so that the comparison always happens. */
const nothing: SecretHash = hashSecret("nothing");

/** Why `secret` is neither the client's nor the one before, while that passes; undefined when it is. */
export async function whyNotSecret(
  context: Context,
  client: Client,
  secret: string | undefined,
): Promise<"missing_secret" | "wrong_secret" | undefined> {
  if (secret === undefined) return "missing_secret";
  const now = context.clock.now();
  const hash = hashSecret(secret);
  // Both are always compared: the time tells nothing.
  const isPresent = isSameHash(hash, client.secretHash ?? nothing) && client.secretHash !== undefined;
  const isPrevious = isSameHash(hash, client.previousSecretHash ?? nothing) && passes(client, now);
  if (isPresent || isPrevious || (await adoptImported(context, client, secret))) return undefined;
  return "wrong_secret";
}

/** Longer secrets are not worth the work of a slow hash. */
const maxImportedBytes = 1024;

/** Whether it is the secret that came from another system; from now on it is kept as ours are. */
async function adoptImported({ store, passwords }: Context, client: Client, secret: string): Promise<boolean> {
  const { id, foreignSecretHash: from } = client;
  if (from === undefined || Buffer.byteLength(secret) > maxImportedBytes) return false;
  if (!(await passwords.verify(from, secret))) return false;
  await store.clients.adoptSecret(id, { from, to: hashSecret(secret) });
  return true;
}

function passes({ previousSecretHash, previousSecretExpiresAt: end }: Client, now: EpochSeconds): boolean {
  return previousSecretHash !== undefined && end !== undefined && !isExpired(end, now);
}
