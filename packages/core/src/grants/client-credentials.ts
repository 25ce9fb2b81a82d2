import { readWantedAccess, type WantedAccess } from "../clients/wanted-access.ts";
import { openIdScopes } from "../config.ts";
import type { Detail } from "../errors.ts";
import { offlineAccess } from "../rules/scope.ts";
import type { Client } from "../ports/store.ts";
import { issueClientToken } from "../tokens/issue.ts";
import type { GrantType, TokenRequest } from "./grant-type.ts";
import { refuse } from "../refusals/refuse.ts";

/**
 * RFC 6749 section 4.4: a client asks for itself. Nobody consents, so it gets only what an operator gave it
 * by name, and only when it has proved who it is (OAuth 2.1 section 4.2). No refresh token and no ID token.
 */
export const clientCredentials: GrantType = {
  name: "client_credentials",
  renews: false,
  redirects: false,
  registration: "entrusted",
  async exchange(context, request) {
    const client = entrustedClient(request);
    refusePersonalScopes(request);
    const access = await readWantedAccess(context, { form: request.form, client });
    return await issueClientToken(context, { client, ...readTarget(access) });
  },
};

/** The client with the scopes that an operator gave it: not naming any gives none here. */
function entrustedClient({ client, isProven }: TokenRequest): Client {
  const { scopes } = client;
  const detail: Detail = { clientId: client.id, registered: { provenance: client.provenance, scopes: scopes ?? [] } };
  if (!isProven) {
    throw refuse("unproven_client", {
      detail,
    });
  }
  // A document says who a client is; what it may do without a person is for an operator to say.
  if (client.provenance !== "preregistered" && scopes === undefined) {
    throw refuse("not_entrusted", {
      detail,
    });
  }
  return { ...client, scopes: scopes ?? [] };
}

/** Scopes that are about a person, or about one who is away. */
const personalScopes: readonly string[] = [...openIdScopes.map((scope) => scope.name), offlineAccess];

function refusePersonalScopes({ form, client }: TokenRequest): void {
  const asked = (form.get("scope") ?? "").split(" ").filter((name) => personalScopes.includes(name));
  if (asked.length === 0) return;
  throw refuse("personal_scope", {
    detail: { clientId: client.id, received: { scope: asked } },
  });
}

/** What it may have of its scopes without a person, and for which resources: for none there is no use. */
function readTarget({ resources, scopes, registered }: WantedAccess): WantedAccess {
  if (resources.length === 0) {
    throw refuse("no_resource");
  }
  return { resources, scopes: scopes.filter((name) => !personalScopes.includes(name)), registered };
}
