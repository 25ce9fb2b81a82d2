import { type Finding, failed, warned } from "./check.ts";
import type { AuthorizeEvidence } from "./evidence.ts";
import { describeOutcome, type Outcome } from "./outcome.ts";

/**
 * A request that should have been refused, and was not. A server that lets unknown clients in as well
 * looks at requests after sign-in only, so that nothing is proven.
 */
export function notRefused(evidence: AuthorizeEvidence, outcome: Outcome, fix: string): Finding {
  const isLate = outcome.kind === "goes-on" && evidence.unknownClient.outcome.kind === "goes-on";
  if (isLate) return warned("whether it is refused shows after sign-in at the earliest", fix);
  return failed(`it is not refused: ${describeOutcome(outcome)}`, fix);
}
