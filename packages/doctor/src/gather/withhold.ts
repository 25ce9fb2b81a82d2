import { textOf } from "../answer.ts";
import { type Gathered, type KnownClient, notGathered, type ServerEvidence } from "../evidence.ts";
import type { DoctorOptions } from "./options.ts";

/**
 * The client for the token endpoint. The examined server says where that is, and may name anybody's: what
 * was typed in goes to the address that was typed in with it, and nowhere else.
 */
export function withhold(
  client: Gathered<KnownClient>,
  server: ServerEvidence,
  { clientSecret, refreshToken, trustTokenEndpoint: trusted }: DoctorOptions,
): Gathered<KnownClient> {
  const isTypedIn = clientSecret !== undefined || refreshToken !== undefined;
  if (!isTypedIn || isSame(textOf(server.document, "token_endpoint"), trusted)) return client;
  return notGathered("the secret or token that was given is not for this token endpoint (--trust-token-endpoint)");
}

function isSame(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined || !URL.canParse(one) || !URL.canParse(other)) return false;
  return new URL(one).href === new URL(other).href;
}
