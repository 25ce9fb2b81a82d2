import type { SecretHash } from "../secret.ts";
import type { EpochSeconds } from "../time.ts";

/** A call that is made once, however often its caller sends it. */
export interface KeyedCall {
  /** Of who calls, what is called, and the key that the caller gave. */
  id: SecretHash;
  /** Of what is given; keyed, since a password can be in it. */
  inputMac: string;
  claimedAt: EpochSeconds;
  expiresAt: EpochSeconds;
  /** Absent: it is under way, or its end was lost. */
  sealedAnswer?: string;
}
