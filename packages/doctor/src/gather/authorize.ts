import { isLoopbackUrl, isSecureUrl } from "../addresses.ts";
import { listOf, textOf } from "../answer.ts";
import type { Caller } from "../caller.ts";
import {
  type AuthorizeAttempt,
  type AuthorizeEvidence,
  type Gathered,
  gathered,
  type KnownClient,
  type KnownClientRequests,
  notGathered,
  type PublicClient,
  type ResourceEvidence,
  type ServerEvidence,
} from "../evidence.ts";
import { readOutcome } from "../outcome.ts";
import { loopbackRedirect } from "./registration.ts";

/** Everything that a request to the authorization server is made of. */
export interface Flow {
  readonly caller: Caller;
  readonly mcpUrl: string;
  readonly resource: ResourceEvidence;
  readonly server: ServerEvidence;
  readonly client: Gathered<PublicClient>;
  /** The same client, where it may authenticate. */
  readonly tokenClient: Gathered<KnownClient>;
  readonly state: string;
  readonly pkce: { readonly verifier: string; readonly challenge: string };
}

const otherRedirect = "https://sallyport-doctor.invalid/not-registered";
const otherPort = "49152";

/** Parameters to add or replace; undefined takes one out. */
type Changes = Readonly<Record<string, string | undefined>>;

export async function gatherAuthorize(flow: Flow): Promise<Gathered<AuthorizeEvidence>> {
  const endpoint = textOf(flow.server.document, "authorization_endpoint");
  if (endpoint === undefined) return notGathered("there is no authorization_endpoint");
  if (!isSecureUrl(endpoint)) return notGathered("the authorization endpoint has no safe address");
  const stranger = { client_id: "sallyport-doctor-unknown", redirect_uri: loopbackRedirect };
  return gathered({
    unknownClient: await attempt(flow, endpoint, { ...usualParameters(flow), ...stranger }),
    known: await gatherKnown(flow, endpoint),
  });
}

async function gatherKnown(flow: Flow, endpoint: string): Promise<Gathered<KnownClientRequests>> {
  if (!flow.client.isDone) return flow.client;
  const { redirectUri } = flow.client.value;
  if (redirectUri === undefined) {
    return notGathered("no redirect URI of the client is known (--redirect-uri names it)");
  }
  const usual = { ...usualParameters(flow), client_id: flow.client.value.id, redirect_uri: redirectUri };
  const send = (changes: Changes): Promise<AuthorizeAttempt> => attempt(flow, endpoint, { ...usual, ...changes });
  return gathered({
    usual: await send({}),
    otherPort: isLoopbackUrl(redirectUri)
      ? gathered(await send({ redirect_uri: withPort(redirectUri) }))
      : notGathered("the client has no loopback redirect URI"),
    withoutPkce: await send({ code_challenge: undefined, code_challenge_method: undefined }),
    plainPkce: await send({ code_challenge: flow.pkce.verifier, code_challenge_method: "plain" }),
    badResponseType: await send({ response_type: "sallyport_doctor" }),
    otherRedirect: await send({ redirect_uri: otherRedirect }),
  });
}

function withPort(url: string): string {
  const changed = new URL(url);
  changed.port = otherPort;
  return changed.href;
}

export function usualParameters(flow: Flow): Changes {
  const scopes = listOf(flow.resource.document, "scopes_supported").join(" ");
  return {
    response_type: "code",
    state: flow.state,
    code_challenge: flow.pkce.challenge,
    code_challenge_method: "S256",
    resource: textOf(flow.resource.document, "resource"),
    scope: scopes === "" ? undefined : scopes,
  };
}

/**
 * What a token of a person must be for: it is shown to the MCP server, so never for anything that the
 * authorization server would choose by itself.
 */
export function intendedResource({ resource, mcpUrl }: Flow): string {
  return textOf(resource.document, "resource") ?? mcpUrl;
}

export function authorizeUrl(endpoint: string, parameters: Changes): string {
  const url = new URL(endpoint);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url.href;
}

async function attempt(flow: Flow, endpoint: string, parameters: Changes): Promise<AuthorizeAttempt> {
  const answer = await flow.caller(authorizeUrl(endpoint, parameters), { isNavigation: true });
  return { answer, outcome: readOutcome(answer, parameters["redirect_uri"] ?? otherRedirect) };
}
