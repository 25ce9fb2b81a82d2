import { maxAccessTokenSeconds } from "../../config.ts";
import { after, type EpochSeconds } from "../../time.ts";
import type { Revocation, Revoked } from "../../ports/store.ts";

/** The end, at `now`, of all tokens with these names; it matters as long as one of them could live. */
export function revocationOf(revoked: Revoked, now: EpochSeconds): Revocation {
  return { ...revoked, at: now, expiresAt: after(now, maxAccessTokenSeconds) };
}
