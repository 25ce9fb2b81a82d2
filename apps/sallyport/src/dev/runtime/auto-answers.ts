import type { BrowserCookies, InteractionView, Provider } from "@sallyport/core";
import { createOrigins, isOnLoopback, type NavigationOrigin } from "./navigation-origins.ts";
import { type Answer, type RouteInterceptor, type Exchange, leave, type SuggestedPerson } from "@sallyport/http";

export interface AutoAnswers {
  /** Who is signed in when somebody has to be. */
  person: SuggestedPerson | undefined;
  /** Whether all that is asked for is allowed. */
  consents: boolean;
}

/**
 * Answers the pages of an interaction in the person's place, as far as the answer reaches nobody but the developer:
 * any web page that the developer visits can send the browser here. The other pages are shown.
 */
export function createAutoAnswers(auto: AutoAnswers, provider: () => Provider): RouteInterceptor {
  if (auto.person === undefined && !auto.consents) return async (_exchange, serve) => await serve();
  const origins = createOrigins();
  return async (exchange, serve) => {
    if (exchange.route !== "interaction") {
      const answer = await serve();
      if (exchange.route === "authorize" || exchange.route === "device") origins.note(exchange, answer);
      return answer;
    }
    const from = origins.of(String(exchange.context.request.params["id"]));
    return (await answerFor(auto, provider(), { ...exchange, from })) ?? (await serve());
  };
}

async function answerFor(
  { person, consents }: AutoAnswers,
  provider: Provider,
  { context, cookies, from }: Exchange & { from: NavigationOrigin },
): Promise<Answer | undefined> {
  const { request } = context;
  const sent = cookies.read(request.headers.cookie);
  const view = await provider.interactions.view(String(request.params["id"]), sent).catch(() => undefined);
  if (view === undefined || !(await isForDeveloper(provider, view, from))) return undefined;
  if (view.kind === "consent" && consents) return await leave(context, await allow(provider, view, sent), {});
  if (view.kind !== "sign-in" || person === undefined) return undefined;
  const signedIn = await signIn(provider, { view, sent, person });
  // The password is another one by now.
  if (signedIn.kind === "refused") return undefined;
  const headers = { "Set-Cookie": cookies.setSession(signedIn.sessionCookie) };
  const { location } = signedIn;
  return location === undefined ? sameAgain(request.originalUrl, headers) : await leave(context, location, headers);
}

/**
 * Whether the answer goes to an application that the developer named, or to this machine. A page of another site may
 * start that only where it is on this machine, too.
 */
async function isForDeveloper(
  { manage }: Provider,
  { client, redirectUri }: InteractionView,
  from: NavigationOrigin,
): Promise<boolean> {
  const { provenance } = await manage.clients.get(client.id);
  const isNamed = provenance === "preregistered" || (provenance === "document" && isOnLoopback(client.id));
  if (isNamed) return true;
  if (from === "loopback") return isOnLoopback(redirectUri);
  return from === "direct" && !isElsewhere(redirectUri);
}

/** Private-use schemes lead to an application of this machine; `http:` and `https:` lead to their host. */
function isElsewhere(redirectUri: string): boolean {
  return /^https?:/i.test(redirectUri) && !isOnLoopback(redirectUri);
}

type Consent = Extract<InteractionView, { kind: "consent" }>;

async function allow({ interactions }: Provider, { id, csrf, scopes }: Consent, cookies: BrowserCookies) {
  return await interactions.decide({ id, cookies }, { csrf, approved: true, scopes: scopes.map(({ name }) => name) });
}

async function signIn(
  { interactions }: Provider,
  { view, sent, person }: { view: InteractionView; sent: BrowserCookies; person: SuggestedPerson },
) {
  const { id, csrf } = view;
  const { email, password } = person;
  return await interactions.signIn({ id, cookies: sent }, { csrf, email, password });
}

function sameAgain(location: string, headers: Answer["headers"]): Answer {
  return { status: 303, headers: { ...headers, Location: location }, body: "" };
}
