import { findClient } from "../clients/find.ts";
import type { Context } from "../context.ts";
import { type Detail, InvalidClientError } from "../errors.ts";
import type { Form } from "../form.ts";
import type { OAuthRequest } from "../messages.ts";
import type { Client } from "../ports/store.ts";
import { refuse } from "../refusals/refuse.ts";
import { clientAuthMethods } from "./all.ts";
import type { AuthenticationFailure, ClientAuthMethod, Credentials } from "./method.ts";
import { none } from "./none.ts";

interface Presented {
  method: ClientAuthMethod;
  credentials: Credentials;
}

/** A client, and whether it proved more than its name. */
export interface Authenticated {
  client: Client;
  isProven: boolean;
}

/**
 * The client that sends a request, proven as it registered (OAuth 2.1 section 2.4).
 * @throws InvalidRequestError when more than one method is used
 * @throws InvalidClientError in every other case, with one text
 */
export async function authenticateClient(context: Context, request: OAuthRequest, form: Form): Promise<Authenticated> {
  const usedBasic = request.authorization.length > 0;
  try {
    const presented = readPresented(request, form);
    const client = await findClient(context, presented.credentials.clientId);
    const reason = await whyRefused(context, client, presented);
    if (client !== undefined && reason === undefined) {
      return { client, isProven: presented.method.proof !== "none" };
    }
    const detail = describe(client, presented);
    throw refuse(reason ?? "unknown_client", { usedBasic, detail, isAuthenticating: true });
  } catch (error) {
    if (error instanceof InvalidClientError) {
      const clientId = error.detail.clientId ?? form.get("client_id");
      context.events.emit({ type: "client.authentication_failed", clientId, reason: error.reason });
    }
    throw error;
  }
}

function describe(client: Client | undefined, { method, credentials: { clientId } }: Presented): Detail {
  const received = { client_id: clientId, token_endpoint_auth_method: method.name };
  if (client === undefined) return { clientId, received };
  const methods = [client.authMethod, ...client.alsoAccepts.filter((name) => name !== client.authMethod)];
  return { clientId, received, registered: { token_endpoint_auth_method: methods, status: client.status } };
}

function readPresented(request: OAuthRequest, form: Form): Presented {
  if (request.authorization.length > 1) {
    throw refuse("two_authorization_headers");
  }
  const [first, second] = clientAuthMethods.flatMap((method) => {
    const credentials = method.read(request, form);
    return credentials === undefined ? [] : [{ method, credentials }];
  });
  if (second !== undefined || (form.get("client_secret") !== undefined && request.authorization.length > 0)) {
    const methods = [first, second].flatMap((presented) => presented?.method.name ?? []);
    const detail = { received: { token_endpoint_auth_method: methods } };
    throw refuse("two_methods", { detail });
  }
  if (first === undefined) {
    const usedBasic = request.authorization.length > 0;
    throw refuse("no_credentials", { usedBasic });
  }
  const inBody = form.get("client_id");
  if (inBody !== undefined && inBody !== first.credentials.clientId) {
    throw refuse("two_client_ids", { detail: { received: { client_id: [inBody, first.credentials.clientId] } } });
  }
  // Whoever brings nothing to prove has only said a name, in whatever header.
  return first.credentials.proof === undefined ? { ...first, method: none } : first;
}

async function whyRefused(
  context: Context,
  client: Client | undefined,
  presented: Presented,
): Promise<AuthenticationFailure | undefined> {
  if (client === undefined) return "unknown_client";
  if (client.status !== "active") return `${client.status}_client`;
  const { method, credentials } = presented;
  // Credentials that cannot be checked are refused, not ignored (OAuth 2.1 section 3.2.2).
  if (client.authMethod !== method.name && !client.alsoAccepts.includes(method.name)) return "other_method";
  return await method.whyUnproven(context, client, credentials);
}
