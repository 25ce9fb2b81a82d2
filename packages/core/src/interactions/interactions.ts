import type { Context } from "../context.ts";
import { type Detail, InteractionError } from "../errors.ts";
import { flowIdOf } from "../rules/flow-id.ts";
import { needsSignIn } from "../rules/freshness.ts";
import { isLoopbackRedirect } from "../rules/redirect-uri.ts";
import { isAllowedToUser, scopeCatalogue } from "../rules/scope.ts";
import { missingScopes } from "../rules/scope-hierarchy.ts";
import { hashSecret, isSameHash, isSameText, mac } from "../secret.ts";
import type { AuthorizationRequest, Client, Interaction, Scope, User } from "../ports/store.ts";
import { after } from "../time.ts";
import { documentHostOf, shownName } from "../rules/shown-name.ts";
import { type BrowserCookies, browserCookieOf } from "../sign-in/browser.ts";
import { findConsent, scopesAtStake } from "./consent.ts";
import { findSignedIn, type SignedIn } from "../sign-in/sessions.ts";

/** What the pages may know of a client. */
export interface ClientView {
  id: string;
  name: string;
  description: string | undefined;
  /** It registered itself: nobody has checked who it is. */
  isUnverified: boolean;
  /** The host of the document that describes it, which vouches for its name. */
  documentHost: string | undefined;
  clientUri: string | undefined;
  /** The id of its logo; undefined when there is none to show. */
  logo: string | undefined;
}

export interface ScopeView {
  name: string;
  description: string | undefined;
  /** Not allowed at the last consent. */
  isNew: boolean;
}

/** What a request is about, for the person who is asked. */
export interface RequestView {
  flowId: string;
  scopes: readonly ScopeView[];
  resources: readonly { uri: string; name: string | undefined }[];
  redirectUri: string;
  isLoopback: boolean;
  /** The code of the device that gets the access, as it shows it; nobody is sent anywhere then. */
  userCode: string | undefined;
  isReturning: boolean;
}

/** The page that an interaction needs next. */
export type InteractionView =
  | {
      kind: "sign-in";
      id: string;
      flowId: string;
      csrf: string;
      client: ClientView;
      redirectUri: string;
      loginHint: string | undefined;
    }
  | (RequestView & {
      kind: "consent";
      id: string;
      csrf: string;
      client: ClientView;
      user: { email: string; name: string | undefined };
    });

/** An interaction with everything around it, after the browser was checked. */
export interface OpenInteraction {
  interaction: Interaction;
  client: Client;
  signedIn: SignedIn | undefined;
  /** Whether the sign-in page comes first. */
  mustSignIn: boolean;
  csrf: string;
}

/** Keeps the request for a person to answer. `browserCookie` is new when the browser had none. */
export async function startInteraction(
  context: Context,
  request: AuthorizationRequest,
  cookies: BrowserCookies,
): Promise<{ id: string; browserCookie: string }> {
  const { clock, config, random, store } = context;
  const browserCookie = browserCookieOf(context, cookies);
  const now = clock.now();
  const id = random.bytes(24).toString("base64url");
  await store.interactions.insert({
    id,
    boundTo: hashSecret(browserCookie),
    request,
    createdAt: now,
    expiresAt: after(now, config.interactionTtlSeconds),
  });
  return { id, browserCookie };
}

/**
 * The interaction for the browser that started it.
 * @throws InteractionError when it is over, expired, unknown, or another browser's
 */
export async function openInteraction(context: Context, id: string, cookies: BrowserCookies): Promise<OpenInteraction> {
  const interaction = await context.store.interactions.get(id, context.clock.now());
  if (interaction === undefined) throw new InteractionError("gone");
  const { browser } = cookies;
  if (browser === undefined || !isSameHash(hashSecret(browser), interaction.boundTo)) {
    throw new InteractionError("other_browser", detailOf(interaction));
  }
  const client = await context.store.clients.get(interaction.request.clientId);
  if (client?.status !== "active") throw new InteractionError("gone", detailOf(interaction));
  const signedIn = await findSignedIn(context, cookies.session, "account");
  const progress = { now: context.clock.now(), interaction };
  const mustSignIn = needsSignIn(interaction.request, signedIn?.session, progress);
  return { interaction, client, signedIn, mustSignIn, csrf: mac(browser, `csrf ${id}`) };
}

/** @throws InteractionError when the form does not come from our own page in this browser */
export function checkCsrf(open: OpenInteraction, sent: string): void {
  if (!isSameText(open.csrf, sent)) throw new InteractionError("csrf", detailOf(open.interaction));
}

/** Which flow an interaction belongs to, for `explain`. */
export function detailOf({ request }: Interaction): Detail {
  return { clientId: request.clientId, flowId: flowIdOf(request.codeChallenge) };
}

/** What to show next. */
export async function viewInteraction(context: Context, open: OpenInteraction): Promise<InteractionView> {
  const { interaction, client, signedIn, csrf } = open;
  const { id, request } = interaction;
  const base = { id, flowId: flowIdOf(request.codeChallenge), csrf, client: await viewClient(context, client) };
  if (signedIn === undefined || open.mustSignIn) {
    return { kind: "sign-in", ...base, redirectUri: request.redirectUri, loginHint: request.loginHint };
  }
  const { user } = signedIn;
  const about = await viewRequest(context, { request, user });
  return { kind: "consent", ...base, user: { email: user.email, name: user.name }, ...about };
}

/** What is asked; of a person who is known, what they can grant. */
export async function viewRequest(
  context: Context,
  { request, user }: { request: AuthorizationRequest; user: User | undefined },
): Promise<RequestView> {
  const consent = user && (await findConsent(context, { request, user }));
  const registered = await context.store.resources.list();
  const catalogue = scopeCatalogue(context.config.scopes, registered);
  const atStake = scopesAtStake(context, { request, consent, catalogue });
  const shown = user === undefined ? atStake : grantableScopes(atStake, user, catalogue);
  return {
    flowId: flowIdOf(request.codeChallenge),
    scopes: shown.map((name) => ({
      name,
      description: catalogue.get(name)?.description,
      isNew: consent !== undefined && missingScopes(consent.scopes, [name]).length > 0,
    })),
    resources: request.resources.map((uri) => ({ uri, name: registered.find((known) => known.uri === uri)?.name })),
    redirectUri: request.redirectUri,
    isLoopback: isLoopbackRedirect(request.redirectUri),
    userCode: request.device?.userCode,
    isReturning: consent !== undefined,
  };
}

/** Of the scopes at stake, those that this person can grant. */
export function grantableScopes(
  scopes: readonly string[],
  user: User,
  catalogue: ReadonlyMap<string, Scope>,
): readonly string[] {
  return scopes.filter((name) => {
    const scope = catalogue.get(name);
    return scope !== undefined && isAllowedToUser(user, scope);
  });
}

/** What the pages say of a client. Its logo is on its way afterwards. */
export async function viewClient(context: Context, client: Client): Promise<ClientView> {
  context.logos.prepare(client);
  const { client_uri: clientUri } = client.metadata;
  return {
    id: client.id,
    name: shownName(client.name),
    description: client.description,
    isUnverified: client.provenance === "dynamic",
    documentHost: documentHostOf(client),
    clientUri: typeof clientUri === "string" ? clientUri : undefined,
    logo: await context.logos.find(client),
  };
}
