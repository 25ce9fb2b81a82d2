import type { BrowserCookies, InteractionView, Provider } from "@sallyport/core";
import { type Answer, type RouteInterceptor, type Exchange, leave, type SuggestedPerson } from "@sallyport/http";

export interface AutoAnswers {
  /** Who is signed in when somebody has to be. */
  person: SuggestedPerson | undefined;
  /** Whether all that is asked for is allowed. */
  consents: boolean;
}

/** Answers the pages of an interaction in the person's place; those that it has no answer for are shown. */
export function createAutoAnswers(auto: AutoAnswers, provider: () => Provider): RouteInterceptor {
  if (auto.person === undefined && !auto.consents) return async (_exchange, serve) => await serve();
  return async (exchange, serve) => {
    const answer = exchange.route === "interaction" ? await answerFor(auto, provider(), exchange) : undefined;
    return answer ?? (await serve());
  };
}

async function answerFor(
  { person, consents }: AutoAnswers,
  provider: Provider,
  { context, cookies }: Exchange,
): Promise<Answer | undefined> {
  const { request } = context;
  const sent = cookies.read(request.headers.cookie);
  const view = await provider.interactions.view(String(request.params["id"]), sent).catch(() => undefined);
  if (view?.kind === "consent" && consents) return await leave(context, await allow(provider, view, sent), {});
  if (view?.kind !== "sign-in" || person === undefined) return undefined;
  const signedIn = await signIn(provider, { view, sent, person });
  // The password is another one by now.
  if (signedIn.kind === "refused") return undefined;
  const headers = { "Set-Cookie": cookies.setSession(signedIn.sessionCookie) };
  const { location } = signedIn;
  return location === undefined ? sameAgain(request.originalUrl, headers) : await leave(context, location, headers);
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
