import type { Context } from "../context.ts";
import { InvalidClientError, InvalidRequestError } from "../errors.ts";
import type { Form } from "../form.ts";
import type { OAuthRequest } from "../messages.ts";
import { hashSecret, isSameHash, type SecretHash } from "../secret.ts";
import type { Client } from "../stores/port.ts";
import { clientAuthMethods } from "./all.ts";
import type { ClientAuthMethod, Credentials } from "./method.ts";

interface Presented {
  method: ClientAuthMethod;
  credentials: Credentials;
}

/** Compared with when there is nothing to compare with, so that unknown clients take as long as known ones. */
const nobody: SecretHash = hashSecret("nobody");

/**
 * The client that sends a request, proven as it registered (OAuth 2.1 section 2.4).
 * @throws InvalidRequestError when more than one method is used
 * @throws InvalidClientError in every other case, with one text
 */
export async function authenticateClient(context: Context, request: OAuthRequest, form: Form): Promise<Client> {
  const usedBasic = request.authorization.length > 0;
  try {
    const presented = readPresented(request, form);
    const client = await context.store.clients.get(presented.credentials.clientId);
    const reason = whyRefused(context, client, presented);
    if (client !== undefined && reason === undefined) return client;
    throw new InvalidClientError("client authentication failed", { reason: reason ?? "unknown_client", usedBasic });
  } catch (error) {
    if (error instanceof InvalidClientError) {
      const clientId = form.get("client_id");
      context.events.emit({ type: "client.authentication_failed", clientId, reason: error.reason });
    }
    throw error;
  }
}

function readPresented(request: OAuthRequest, form: Form): Presented {
  if (request.authorization.length > 1) {
    throw new InvalidRequestError("more than one Authorization header", { reason: "two_authorization_headers" });
  }
  const presented = clientAuthMethods.flatMap((method) => {
    const credentials = method.read(request, form);
    return credentials === undefined ? [] : [{ method, credentials }];
  });
  const [first, second] = presented;
  if (second !== undefined || (form.get("client_secret") !== undefined && request.authorization.length > 0)) {
    throw new InvalidRequestError("more than one client authentication method", { reason: "two_methods" });
  }
  if (first === undefined) {
    const usedBasic = request.authorization.length > 0;
    throw new InvalidClientError("client authentication failed", { reason: "no_credentials", usedBasic });
  }
  const inBody = form.get("client_id");
  if (inBody !== undefined && inBody !== first.credentials.clientId) {
    throw new InvalidRequestError("client_id differs from the authenticated client", { reason: "two_client_ids" });
  }
  return first;
}

function whyRefused(context: Context, client: Client | undefined, presented: Presented): string | undefined {
  const given = hashSecret(presented.credentials.secret ?? "");
  const matches = isSameHash(given, client?.secretHash ?? nobody);
  if (client === undefined) return "unknown_client";
  if (client.status !== "active") return "disabled_client";
  return (
    whyWrongMethod(context, client, presented) ?? (needsMatch(context, client) && !matches ? "wrong_secret" : undefined)
  );
}

function needsMatch(context: Context, client: Client): boolean {
  return context.authMethods.usesSecret(client.authMethod);
}

/** Credentials that cannot be checked are refused, not ignored (OAuth 2.1 section 3.2.2). */
function whyWrongMethod(context: Context, client: Client, presented: Presented): string | undefined {
  const hasSecret = presented.credentials.secret !== undefined;
  if (!needsMatch(context, client)) return hasSecret ? "unexpected_secret" : undefined;
  if (!hasSecret) return "missing_secret";
  return acceptsMethod(context, client, presented.method) ? undefined : "other_method";
}

/** A method that was filled in, not chosen, may be any that uses the secret. */
function acceptsMethod(context: Context, client: Client, method: ClientAuthMethod): boolean {
  if (client.authMethod === method.name) return true;
  return !client.authMethodChosen && context.authMethods.usesSecret(method.name);
}
