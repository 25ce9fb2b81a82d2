import { navigate } from "./navigate.ts";
import { type Control, type Form, type Page, readPage } from "./page.ts";

export interface Account {
  readonly email: string;
  readonly password: string;
}

/** Somebody at a browser without script, whose cookies stay from one request to the next. */
export interface Person {
  /** Opens an authorization request, signs in and consents to all as asked, until the browser is sent to `redirectUri`. */
  authorize(url: string | URL, redirectUri: string): Promise<URL>;
  /** The pages that were answered, in order. */
  readonly seen: readonly Page[];
}

const maxSteps = 12;

export function createPerson(account: Account): Person {
  const cookies = createCookieJar();
  const seen: Page[] = [];

  async function visit(url: URL, form?: { page: Page; method: string; body: string }): Promise<URL | Page> {
    const { method = "GET", body = "" } = form ?? {};
    const cookie = cookies.header(url);
    const arrival = await navigate({ url, method, body, cookie, origin: form?.page.url.origin });
    cookies.keep(url, arrival.setCookies);
    if (arrival.location !== undefined) return arrival.location;
    const page = readPage(arrival.html, url);
    if (arrival.status !== 200) throw new Error(`${arrival.status} from ${url.href}: ${page.text}`);
    seen.push(page);
    return page;
  }

  /** Where the page leads: to the client, or to the answer of the one form that moves on. */
  function answer(page: Page, redirectUri: string): Promise<URL | Page> {
    const onward = page.links.find((link) => isAt(link, redirectUri));
    if (onward !== undefined) return Promise.resolve(onward);
    const form = page.forms.find(isSignIn) ?? page.forms.find(isDecision);
    if (form === undefined) throw new Error(`nothing to do at ${page.url.href}: ${page.text}`);
    const body = new URLSearchParams(isSignIn(form) ? fillSignIn(form, account) : fillDecision(form)).toString();
    return visit(form.action, { page, method: form.method, body });
  }

  return {
    seen,
    async authorize(url, redirectUri) {
      let at: URL | Page = new URL(url);
      for (let step = 0; step < maxSteps; step += 1) {
        if (!(at instanceof URL)) at = await answer(at, redirectUri);
        else if (isAt(at, redirectUri)) return at;
        else at = await visit(at);
      }
      throw new Error(`${maxSteps} steps did not lead to ${redirectUri}`);
    },
  };
}

/** A redirect URI may have a query of its own; what the server adds comes after it. */
function isAt(url: URL, redirectUri: string): boolean {
  return url.href === redirectUri || url.href.startsWith(redirectUri + (redirectUri.includes("?") ? "&" : "?"));
}

function isSignIn({ controls }: Form): boolean {
  return controls.some(({ type }) => type === "password");
}

function isDecision({ controls }: Form): boolean {
  return controls.some(isApproval);
}

function isApproval({ type, value }: Control): boolean {
  return type === "submit" && value === "allow";
}

function fillSignIn({ controls }: Form, { email, password }: Account): [string, string][] {
  const values: Record<string, string> = { email, password };
  return controls.filter(({ type }) => type !== "submit").map(({ name, value }) => [name, values[name] ?? value]);
}

/** As the page proposes it: what is ticked stays ticked. */
function fillDecision({ controls }: Form): [string, string][] {
  const kept = controls.filter(({ type, checked }) => type === "hidden" || (type === "checkbox" && checked));
  return [...kept, ...controls.filter(isApproval)].map(({ name, value }) => [name, value]);
}

interface CookieJar {
  header(url: URL): string;
  keep(url: URL, setCookies: readonly string[]): void;
}

/** Cookies by host name: they know no ports (RFC 6265 section 8.5). All of ours are for every path. */
function createCookieJar(): CookieJar {
  const hosts = new Map<string, Map<string, string>>();
  return {
    header({ hostname }) {
      return [...(hosts.get(hostname) ?? [])].map(([name, value]) => `${name}=${value}`).join("; ");
    },
    keep({ hostname }, setCookies) {
      const known = hosts.get(hostname) ?? new Map<string, string>();
      hosts.set(hostname, known);
      for (const [name, value, attributes] of setCookies.map(readSetCookie)) {
        if (/;\s*max-age=0\b/i.test(attributes)) known.delete(name);
        else known.set(name, value);
      }
    },
  };
}

function readSetCookie(text: string): [name: string, value: string, attributes: string] {
  const [, name = "", value = "", attributes = ""] = /^([^=;]+)=([^;]*)(.*)$/.exec(text) ?? [];
  return [name, value, attributes];
}
