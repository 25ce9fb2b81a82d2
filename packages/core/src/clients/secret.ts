import { hashSecret, isSameHash, type SecretHash } from "../secret.ts";
import type { Client } from "../stores/port.ts";

/** Compared with when the client has no secret, so that the comparison always happens. */
const nothing: SecretHash = hashSecret("nothing");

/** Why `secret` is not the client's; undefined when it is. */
export function whyNotSecret(client: Client, secret: string | undefined): string | undefined {
  if (secret === undefined) return "missing_secret";
  const matches = isSameHash(hashSecret(secret), client.secretHash ?? nothing);
  return matches && client.secretHash !== undefined ? undefined : "wrong_secret";
}
