import { hashSecret, isSameHash, type SecretHash } from "../secret.ts";
import type { Client } from "../stores/port.ts";
import { type EpochSeconds, isExpired } from "../time.ts";

/** Compared with when the client has no secret, so that the comparison always happens. */
const nothing: SecretHash = hashSecret("nothing");

/** Why `secret` is neither the client's nor the one before, while that passes; undefined when it is. */
export function whyNotSecret(client: Client, secret: string | undefined, now: EpochSeconds): string | undefined {
  if (secret === undefined) return "missing_secret";
  const hash = hashSecret(secret);
  // Both are always compared: the time tells nothing.
  const isPresent = isSameHash(hash, client.secretHash ?? nothing) && client.secretHash !== undefined;
  const isPrevious = isSameHash(hash, client.previousSecretHash ?? nothing) && passes(client, now);
  return isPresent || isPrevious ? undefined : "wrong_secret";
}

function passes({ previousSecretHash, previousSecretExpiresAt: end }: Client, now: EpochSeconds): boolean {
  return previousSecretHash !== undefined && end !== undefined && !isExpired(end, now);
}
