import { describeClient, parseClientMetadata, readSelfDescription } from "../clients/metadata.ts";
import type { Context } from "../context.ts";
import type { OAuthRequest, OAuthResponse } from "../messages.ts";
import { hashSecret, isSameHash } from "../secret.ts";
import type { Client, ClientId } from "../ports/store.ts";
import { bearerOf } from "./bearer.ts";
import { readJsonBody } from "./json-body.ts";
import { managementOf, termsOf } from "./register.ts";
import { refuse } from "../refusals/refuse.ts";

/**
 * A client's own registration (RFC 7592): read, replaced as a whole, or ended, by whoever holds its
 * registration access token.
 * @throws InvalidTokenError when the token is not that client's, whether or not the client exists
 */
export async function handleClientConfiguration(
  context: Context,
  request: OAuthRequest,
  clientId: ClientId,
): Promise<OAuthResponse> {
  const token = bearerOf(request);
  const client = await context.store.clients.get(clientId);
  const isIts =
    token !== undefined &&
    client?.registrationTokenHash !== undefined &&
    isSameHash(hashSecret(token), client.registrationTokenHash);
  if (!isIts || client.status === "disabled") {
    const presented = token !== undefined;
    throw refuse("registration_token", {
      presented,
    });
  }
  if (request.method === "DELETE") return await end(context, client);
  const current = request.method === "PUT" ? await replace(context, client, readJsonBody(request)) : client;
  return { status: 200, body: { ...describeClient(current, undefined), ...managementOf(context, clientId, token) } };
}

async function end(context: Context, client: Client): Promise<OAuthResponse> {
  await context.store.clients.delete(client.id, context.clock.now());
  context.events.emit({ type: "client.deleted", clientId: client.id });
  return { status: 204 };
}

/** Every member is judged again, changed or not; what is left out falls back (RFC 7592 section 2.2). */
async function replace(context: Context, client: Client, input: unknown): Promise<Client> {
  const said = typeof input === "object" && input !== null && "client_id" in input ? input.client_id : undefined;
  if (said !== client.id) {
    throw refuse("other_client_id");
  }
  const metadata = parseClientMetadata(input);
  const description = await readSelfDescription(context, metadata, termsOf(context, metadata));
  if (context.authMethods.proofOf(description.authMethod) !== context.authMethods.proofOf(client.authMethod)) {
    throw refuse("auth_method_change");
  }
  const { jwks: _jwks, jwksUri: _jwksUri, ...kept } = client;
  const next: Client = { ...kept, ...description };
  await context.store.clients.put(next, { forgetConsents: true });
  context.events.emit({ type: "client.updated", clientId: client.id });
  return next;
}
