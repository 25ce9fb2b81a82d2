import { personClaims } from "../subjects.ts";
import type { TokenKind } from "./kind.ts";

/** OpenID Connect Core section 2. */
export const idToken: TokenKind = {
  name: "id_token",
  summary: "says to a client who signed in here",
  typ: "JWT",
  options: ["clientId", "nonce"],
  required: ["clientId"],
  claims({ clientId, nonce }, { subject = "alice", now }) {
    return {
      ...personClaims(subject),
      aud: clientId,
      auth_time: now,
      ...(nonce === undefined ? {} : { nonce }),
    };
  },
};
