import { findClient } from "../clients/find.ts";
import type { Context } from "../context.ts";
import { handleAuthorize, type AuthorizeOutcome } from "../endpoints/authorize.ts";
import { exchangeGrant } from "../endpoints/token.ts";
import { ManagementError, OAuthError, UnredirectableError } from "../errors.ts";
import { explain, type Explained } from "../refusals/all.ts";
import { scrub, scrubText } from "../records/flow-log/scrub.ts";
import { formType, readForm } from "../form.ts";
import type { OAuthRequest } from "../messages.ts";
import type { Client, Facts } from "../ports/store.ts";
import { endpointUrls } from "../urls.ts";
import { notFetched, startDryRun, type Seen, UndecidableError } from "./dry-run.ts";
import { refuse } from "../refusals/refuse.ts";

/** Why a request would be refused, as `explain` has it of one that was. */
interface SimulatedRefusal extends Explained {
  error: string;
  reason: string;
  received: Facts;
  registered: Facts;
}

/** What a request would get; nothing in it is secret. */
type SimulatedOutcome =
  /** The person would be asked, after signing in. */
  | { kind: "page"; redirectUri: string; scopes: readonly string[]; resources: readonly string[] }
  | { kind: "tokens"; scopes: readonly string[]; expiresInSeconds: number; hasRefreshToken: boolean }
  /** The client would hear it: at the token endpoint, or by redirect. */
  | { kind: "refused" | "redirect"; refusal: SimulatedRefusal }
  /** The person would see the error: with a link back to the client, or with none. */
  | { kind: "page_with_link" | "refused_on_page"; refusal: SimulatedRefusal }
  | { kind: "undecided"; why: string };

interface Simulation {
  outcome: SimulatedOutcome;
  /** Asked for, and left out silently. */
  droppedScopes: readonly string[];
  /** What was not looked at, or differs from a real request. */
  notes: readonly string[];
}

/** Parameters of a token request; several values repeat the name. */
type TokenParameters = Readonly<Record<string, string | readonly string[]>>;

/** Judges requests by the rules of the real endpoints, without any effect. */
export interface Simulations {
  /** `url` may be its query alone, with the question mark. @throws ManagementError invalid_input */
  authorize(url: string): Promise<Simulation>;
  /** As if the client had authenticated: credentials are not looked at. */
  token(parameters: TokenParameters): Promise<Simulation>;
}

export function createSimulations(context: Context): Simulations {
  return {
    authorize: (url) => simulateAuthorize(context, url),
    token: (parameters) => simulateToken(context, parameters),
  };
}

const nothing: OAuthRequest = {
  method: "POST",
  query: "",
  body: "",
  contentType: undefined,
  authorization: [],
  address: undefined,
  userAgent: undefined,
};

async function simulateAuthorize(real: Context, text: string): Promise<Simulation> {
  const { authorize: endpoint } = endpointUrls(real.config);
  const url = URL.parse(text, endpoint);
  if (url === null) throw new ManagementError("invalid_input", "the URL cannot be read", "url");
  const isElsewhere = url.origin + url.pathname !== endpoint;
  const notes = isElsewhere ? [`The URL is not at the authorization endpoint, which is ${endpoint}.`] : [];
  const { context, seen } = startDryRun(real);
  const request: OAuthRequest = { ...nothing, method: "GET", query: url.search.slice(1) };
  const outcome = await judge(async () => {
    const answer = await handleAuthorize(context, request, { browser: undefined, session: undefined });
    return describeAnswer(answer, seen);
  });
  return describe(outcome, seen, [...notes, "The browser is taken as one in which nobody is signed in."]);
}

/** Our own failures are told to clients; here they are failures. */
function describeAnswer(answer: AuthorizeOutcome, { request }: Seen): SimulatedOutcome {
  if (answer.kind !== "interaction") {
    if (answer.refusal === undefined) throw new Error("nobody is signed in, and there is a code");
    if (answer.refusal.cause instanceof Error) throw answer.refusal.cause;
    const kind = answer.kind === "interstitial" ? "page_with_link" : "redirect";
    return { kind, refusal: describeRefusal(answer.refusal) };
  }
  if (request === undefined) throw new Error("a page was begun without a request");
  const { redirectUri, scopes, resources } = request;
  return { kind: "page", redirectUri: scrubText(redirectUri), scopes, resources };
}

const credentials: ReadonlySet<string> = new Set(["client_secret", "client_assertion", "client_assertion_type"]);

async function simulateToken(real: Context, parameters: TokenParameters): Promise<Simulation> {
  const { context, seen } = startDryRun(real);
  const pairs = Object.entries(parameters)
    .filter(([name]) => !credentials.has(name))
    .flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
  const request = { ...nothing, body: String(new URLSearchParams(pairs)), contentType: formType };
  const notes: string[] = [];
  const outcome = await judge(async () => {
    const form = readForm(request);
    const client = await findActive(context, form.get("client_id"));
    const isProven = context.authMethods.proofOf(client.authMethod) !== "none";
    if (isProven) notes.push(`The client has to authenticate by ${client.authMethod}; that was not looked at.`);
    const { body } = await exchangeGrant(context, { form, client, isProven, request });
    return {
      kind: "tokens",
      scopes: listOf(body?.["scope"]),
      expiresInSeconds: Number(body?.["expires_in"]),
      hasRefreshToken: body?.["refresh_token"] !== undefined,
    };
  });
  return describe(outcome, seen, notes);
}

function listOf(scope: unknown): readonly string[] {
  return typeof scope === "string" && scope !== "" ? scope.split(" ") : [];
}

async function findActive(context: Context, id: string | undefined): Promise<Client> {
  if (id === undefined) throw refuse("no_credentials");
  const client = await findClient(context, id);
  if (client?.status === "active") return client;
  const reason = client === undefined ? "unknown_client" : (`${client.status}_client` as const);
  const registered = client === undefined ? {} : { status: client.status };
  throw refuse(reason, { isAuthenticating: false, detail: { received: { client_id: id }, registered } });
}

async function judge(attempt: () => Promise<SimulatedOutcome>): Promise<SimulatedOutcome> {
  try {
    return await attempt();
  } catch (error) {
    if (error instanceof UndecidableError) return { kind: "undecided", why: error.message };
    const refusal = error instanceof UnredirectableError ? error.refusal : error;
    if (!(refusal instanceof OAuthError)) throw error;
    if (refusal.reason === `document_${notFetched}`) {
      return {
        kind: "undecided",
        why: "no current copy of the client's document is stored, and nothing is fetched here",
      };
    }
    const kind = error instanceof UnredirectableError ? "refused_on_page" : "refused";
    return { kind, refusal: describeRefusal(refusal) };
  }
}

function describeRefusal({ error, reason, detail }: OAuthError): SimulatedRefusal {
  const received = scrub(detail.received ?? {});
  const registered = scrub(detail.registered ?? {});
  return { error, reason, received, registered, ...explain({ reason, received, registered }) };
}

function describe(outcome: SimulatedOutcome, { events, documents }: Seen, notes: readonly string[]): Simulation {
  const stored = "The client's document would be fetched anew first; the stored copy was judged.";
  return {
    outcome,
    droppedScopes: events.flatMap((event) => (event.type === "scope.dropped" ? event.scopes : [])),
    notes: documents.length > 0 && outcome.kind !== "undecided" ? [...notes, stored] : notes,
  };
}
