import { isSecureUrl } from "../addresses.ts";
import { type Answer, describeAnswer, textOf } from "../answer.ts";
import type { Caller } from "../caller.ts";
import { type Gathered, gathered, notGathered, type PublicClient } from "../evidence.ts";
import { isAt, parametersOf } from "../outcome.ts";
import { authorizeUrl, type Flow, intendedResource, usualParameters } from "./authorize.ts";
import { createCookieJar } from "./cookies.ts";
import { fillConsent, type Filled, fillSignIn, readForms } from "./forms.ts";
import type { Account } from "./options.ts";

const maxSteps = 15;

/** Signs in for the client. @returns the parameters at the redirect URI */
export async function signIn(flow: Flow, client: PublicClient, account: Account): Promise<Gathered<URLSearchParams>> {
  const endpoint = textOf(flow.server.document, "authorization_endpoint");
  const { redirectUri } = client;
  if (endpoint === undefined || !isSecureUrl(endpoint)) return notGathered("there is nowhere safe to sign in");
  if (redirectUri === undefined) return notGathered("no redirect URI of the client is known (--redirect-uri names it)");
  const known = { client_id: client.id, redirect_uri: redirectUri, resource: intendedResource(flow) };
  const parameters = { ...usualParameters(flow), ...known };
  return await walkForms(flow.caller, { url: authorizeUrl(endpoint, parameters), redirectUri, account });
}

/** An authorization request, and who answers it. */
export interface Walk {
  readonly url: string;
  readonly redirectUri: string;
  readonly account: Account;
}

/**
 * Goes through sign-in and consent as a person would; only forms of the origin of `url` are filled in.
 * @returns the parameters at the redirect URI
 */
export async function walkForms(
  caller: Caller,
  { url, redirectUri, account }: Walk,
): Promise<Gathered<URLSearchParams>> {
  const browser = createBrowser(caller, new URL(url).origin);
  const fill = createFiller(account);
  let answer = await browser.open(url);
  for (let step = 0; step < maxSteps; step += 1) {
    const { location } = answer;
    if (location !== undefined && isAt(location, redirectUri)) return gathered(parametersOf(location));
    if (location !== undefined) {
      answer = await browser.open(location);
      continue;
    }
    const form = fill(answer);
    if (!form.isDone) return form;
    if (!browser.isHome(form.value)) return notGathered("the form belongs to another origin, which gets no password");
    answer = await browser.submit(form.value);
  }
  return notGathered("the sign-in does not come to an end");
}

/** Fills in the form of a page; the password once only, since a second form means that it was refused. */
function createFiller(account: Account): (page: Answer) => Gathered<Filled> {
  let isSignedIn = false;
  return (page) => {
    const forms = readForms(page.text, page.url);
    const signInForm = fillSignIn(forms, account);
    if (signInForm !== undefined && isSignedIn) return notGathered("e-mail address and password were not accepted");
    isSignedIn ||= signInForm !== undefined;
    const form = signInForm ?? fillConsent(forms);
    if (form !== undefined) return gathered(form);
    return notGathered(`the sign-in ended at a page that cannot be read: ${describeAnswer(page)}`);
  };
}

interface Browser {
  open(url: string): Promise<Answer>;
  submit(form: Filled): Promise<Answer>;
  isHome(form: Filled): boolean;
}

function createBrowser(caller: Caller, home: string): Browser {
  const jar = createCookieJar();
  const visit = async (url: string, more: { body?: URLSearchParams } = {}): Promise<Answer> => {
    const from = more.body === undefined ? {} : { origin: home };
    const answer = await caller(url, { headers: { accept: "text/html", ...from, ...jar.header(url) }, ...more });
    jar.keep(url, answer.headers.getSetCookie());
    return answer;
  };
  return {
    open: async (url) => await visit(url),
    submit: async ({ action, fields }) => await visit(action, { body: fields }),
    isHome: ({ action }) => new URL(action).origin === home,
  };
}
