import type { Client, Grant, User } from "../ports/store.ts";
import { type EpochSeconds, isExpired } from "../time.ts";

/** Why nothing that a grant bought is good, or that it may be. */
export type GrantState =
  | "alive"
  | "revoked"
  | "expired"
  | "client_gone"
  | "client_switched_off"
  | "client_reset"
  | "person_gone"
  | "person_switched_off"
  | "person_signed_out"
  | "all_ended";

/** Those for whom a grant would speak, as they are now. */
export interface Parties {
  client: Client | undefined;
  user: User | undefined;
  systemEpoch: number;
}

/** What `findLiveGrant` judges, in words. */
export function grantState(grant: Grant, parties: Parties, now: EpochSeconds): GrantState {
  if (grant.revokedAt !== undefined) return "revoked";
  if (isExpired(grant.expiresAt, now)) return "expired";
  if (parties.systemEpoch !== grant.systemEpoch) return "all_ended";
  return clientState(grant, parties) ?? personState(grant, parties) ?? "alive";
}

function clientState(grant: Pick<Grant, "clientEpoch">, { client }: Parties): GrantState | undefined {
  if (client === undefined) return "client_gone";
  if (client.status !== "active") return "client_switched_off";
  return client.epoch === grant.clientEpoch ? undefined : "client_reset";
}

/** Another epoch: a new password, signing out everywhere, or having been switched off meanwhile. */
function personState(grant: Grant, { user }: Parties): GrantState | undefined {
  if (user === undefined) return "person_gone";
  if (user.status !== "active") return "person_switched_off";
  return user.epoch === grant.userEpoch ? undefined : "person_signed_out";
}
