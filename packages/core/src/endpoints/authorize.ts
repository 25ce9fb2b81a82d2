import { findClient } from "../clients/find.ts";
import type { Context } from "../context.ts";
import { type Detail, OAuthError, StoreUnavailableError, UnredirectableError } from "../errors.ts";
import type { redirectUriRefusals } from "../refusals/redirect-uri.ts";
import { type Form, parseForm, readForm } from "../form.ts";
import type { OAuthRequest } from "../messages.ts";
import { findConsent, isCovered, scopesAtStake } from "../interactions/consent.ts";
import type { BrowserCookies } from "../sign-in/browser.ts";
import { startInteraction } from "../interactions/interactions.ts";
import { findSignedIn, type SignedIn } from "../sign-in/sessions.ts";
import { type Destination, errorLocation, successLocation } from "../rules/authorization-response.ts";
import { needsSignIn } from "../rules/freshness.ts";
import { flowIdOf } from "../rules/flow-id.ts";
import { checkRedirectUri, isHttpsRedirect, matchesRedirectUri } from "../rules/redirect-uri.ts";
import { scopeCatalogue } from "../rules/scope.ts";
import type { AuthorizationRequest, Client } from "../ports/store.ts";
import { createCode } from "../tokens/code.ts";
import { readAuthorizationRequest } from "./authorization-request.ts";
import { refuse } from "../refusals/refuse.ts";

/** What the browser does next. */
export type AuthorizeOutcome =
  /** Back to the client, with a code or with an error. */
  | { kind: "redirect"; location: string; refusal?: OAuthError }
  /** An error for a client that nobody vouches for: shown to the person first, with its address as a link. */
  | { kind: "interstitial"; location: string; refusal: OAuthError }
  /** To the page where the person answers. */
  | { kind: "interaction"; id: string; browserCookie: string };

/**
 * The authorization endpoint (RFC 6749 section 4.1.1; OAuth 2.1 section 4.1.1). First the client, then
 * its redirect URI; only when both are proven does any later error go to the client.
 * @throws UnredirectableError when client or redirect URI are not proven
 */
export async function handleAuthorize(
  context: Context,
  request: OAuthRequest,
  cookies: BrowserCookies,
): Promise<AuthorizeOutcome> {
  const form = readParameters(request);
  const client = await readClient(context, form);
  const redirectUri = findRedirectUri(client, form);
  const state = form.repeated().includes("state") ? undefined : form.get("state");
  const destination: Destination = { redirectUri, ...(state === undefined ? {} : { state }) };
  // Who is signed in is for the external front end to say, where there is one.
  const hasOwnPages = context.config.frontendUrl === undefined;
  const signedIn = hasOwnPages ? await findSignedIn(context, cookies.session, "account") : undefined;
  try {
    const authorization = await readAuthorizationRequest(context, { form, client, destination });
    return await proceed(context, { authorization, client, signedIn, cookies });
  } catch (error) {
    const refusal = toRefusal(error);
    const location = errorLocation(destination, context.config.issuer, refusal);
    const isStranger = client.provenance !== "preregistered" && isHttpsRedirect(redirectUri) && signedIn === undefined;
    return { kind: isStranger ? "interstitial" : "redirect", location, refusal };
  }
}

function readParameters(request: OAuthRequest): Form {
  try {
    return request.method === "POST" ? readPosted(request) : parseForm(request.query);
  } catch (error) {
    throw error instanceof OAuthError ? new UnredirectableError(error) : error;
  }
}

/** `readForm` refuses repeated names itself; here the client must be told by redirect, so only the type is checked. */
function readPosted(request: OAuthRequest): Form {
  readForm({ contentType: request.contentType, body: "" });
  return parseForm(request.body);
}

async function readClient(context: Context, form: Form): Promise<Client> {
  refuseRepeatedIdentity(form);
  const id = form.get("client_id");
  if (id === undefined) throw new UnredirectableError(refuse("missing_client_id"));
  const client = await resolveClient(context, id);
  if (client?.status === "active") return client;
  const reason = client === undefined ? "unknown_client" : (`${client.status}_client` as const);
  const registered = client === undefined ? {} : { status: client.status };
  const detail: Detail = { clientId: id, received: { client_id: id }, registered };
  throw new UnredirectableError(refuse(reason, { isAuthenticating: false, detail }));
}

/** A document that cannot be fetched or used is told to the person: there is nobody to redirect to yet. */
async function resolveClient(context: Context, id: string): Promise<Client | undefined> {
  try {
    return await findClient(context, id, { fresh: true });
  } catch (error) {
    throw error instanceof OAuthError ? new UnredirectableError(error) : error;
  }
}

function refuseRepeatedIdentity(form: Form): void {
  const repeated = form.repeated();
  if (repeated.includes("client_id") || repeated.includes("redirect_uri")) {
    throw new UnredirectableError(refuse("repeated_parameter", { detail: { received: { repeated } } }));
  }
}

/** May be left out when there is exactly one and the client does not use OpenID Connect (OAuth 2.1 section 2.3.2). */
function findRedirectUri(client: Client, form: Form): string {
  const requested = form.get("redirect_uri");
  const [only, ...others] = client.redirectUris;
  const isOpenId = (form.get("scope") ?? "").split(" ").includes("openid");
  const uri = requested ?? (others.length === 0 && !isOpenId ? only : undefined);
  const detail: Detail = {
    received: uri === undefined ? {} : { redirect_uri: uri },
    registered: { redirect_uris: client.redirectUris },
  };
  const unredirectable = (reason: keyof typeof redirectUriRefusals) =>
    new UnredirectableError(refuse(reason, { detail }));
  if (uri === undefined) throw unredirectable("missing_redirect_uri");
  const isRegistered = client.redirectUris.some((registered) => matchesRedirectUri(uri, registered));
  if (!isRegistered) throw unredirectable("redirect_uri_mismatch");
  if (!checkRedirectUri(uri).ok) throw unredirectable("redirect_uri_unusable");
  return uri;
}

/** RFC 6749 section 4.1.2.1 has codes for our own failures, so the client hears of them too. */
function toRefusal(error: unknown): OAuthError {
  if (error instanceof OAuthError) return error;
  if (error instanceof StoreUnavailableError) {
    return refuse("store_unavailable", { cause: error });
  }
  return refuse("unexpected", { cause: error });
}

interface Situation {
  authorization: AuthorizationRequest;
  client: Client;
  signedIn: SignedIn | undefined;
  cookies: BrowserCookies;
}

async function proceed(context: Context, situation: Situation): Promise<AuthorizeOutcome> {
  const { authorization, signedIn } = situation;
  const mayAsk = !authorization.prompt.includes("none");
  if (signedIn === undefined || needsSignIn(authorization, signedIn.session, { now: context.clock.now() })) {
    if (!mayAsk) throw refuse("login_required");
    return await ask(context, situation);
  }
  const silent = await answerSilently(context, { ...situation, signedIn });
  if (silent !== undefined) return silent;
  if (!mayAsk) throw refuse("consent_required");
  return await ask(context, situation);
}

/** The logo is on its way while the browser goes to the page. */
async function ask(context: Context, { authorization, client, cookies }: Situation): Promise<AuthorizeOutcome> {
  context.logos.prepare(client);
  return { kind: "interaction", ...(await startInteraction(context, authorization, cookies)) };
}

async function answerSilently(
  context: Context,
  situation: Situation & { signedIn: SignedIn },
): Promise<AuthorizeOutcome | undefined> {
  const { authorization: request, client, signedIn } = situation;
  const { user, session } = signedIn;
  const consent = await findConsent(context, { request, user });
  if (!isCovered(context, { request, client, consent })) return undefined;
  const catalogue = scopeCatalogue(context.config.scopes, await context.store.resources.list());
  const scopes = scopesAtStake(context, { request, consent, catalogue });
  const { code, text } = createCode(context, {
    request,
    client,
    user,
    authenticatedAt: session.authenticatedAt,
    scopes,
  });
  await context.store.grants.insertCode(code);
  context.events.emit({
    type: "code.issued",
    userId: user.id,
    clientId: client.id,
    flowId: flowIdOf(request.codeChallenge),
  });
  return { kind: "redirect", location: successLocation(request, context.config.issuer, text) };
}
