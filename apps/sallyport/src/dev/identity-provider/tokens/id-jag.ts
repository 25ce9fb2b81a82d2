import { personClaims } from "../subjects.ts";
import type { TokenKind } from "./kind.ts";

/** Identity Assertion JWT Authorization Grant (draft-ietf-oauth-identity-assertion-authz-grant-03, section 3.1). */
export const idJag: TokenKind = {
  name: "id_jag",
  summary: "lets a client get access for a person at an authorization server that trusts this provider",
  typ: "oauth-id-jag+jwt",
  options: ["audience", "clientId", "resource", "scope"],
  required: ["clientId"],
  claims({ audience, clientId, resource, scope }, { subject = "alice", now, server }) {
    const { sub, email } = personClaims(subject);
    return {
      sub,
      aud: audience ?? server,
      client_id: clientId,
      ...(resource === undefined ? {} : { resource }),
      ...(scope === undefined ? {} : { scope }),
      auth_time: now,
      // How an authorization server finds the account of somebody who never came by themselves.
      ...(email === undefined ? {} : { email }),
    };
  },
};
