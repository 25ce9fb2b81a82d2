import type { EpochSeconds } from "../time.ts";

/** Values of a request or of a registration, by their names: never a code, token, verifier, secret, `state` or `nonce`. */
export type Facts = Readonly<Record<string, string | readonly string[]>>;

/** Something that happened in a flow, for people. */
export interface FlowStep {
  at: EpochSeconds;
  /** `request.<route>`, or the type of an event. */
  event: string;
  facts: Facts;
}

/** A request that was refused, with what is needed to tell why. */
export interface Incident {
  /** What the client was told, without meaning: `err_7k2m9x4q`. */
  id: string;
  at: EpochSeconds;
  expiresAt: EpochSeconds;
  /** Its record in the log. */
  requestId: string;
  route: string;
  status: number;
  error: string;
  /** The key of `explanations`. */
  reason: string;
  clientId?: string;
  flowId?: string;
  received: Facts;
  registered: Facts;
  /** What is known to have happened before, oldest first. */
  timeline: readonly FlowStep[];
}
