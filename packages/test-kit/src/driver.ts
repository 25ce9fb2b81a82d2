import { pkce, testPassword } from "./test-provider.ts";

export interface DriverOptions {
  issuer: string;
  clientId: string;
  /** Sent by Basic. Absent: a public client. */
  clientSecret?: string | undefined;
  redirectUri: string;
  /** Default: the person of `createTestProvider`. */
  account?: { email: string; password: string };
  /** Reaches a server that does not listen where the issuer says. */
  fetch?: (url: URL, init: RequestInit) => Promise<Response>;
}

/** Parameters to add or replace; undefined takes one out, a list sends it several times. */
export type Changes = Readonly<Record<string, string | readonly string[] | undefined>>;

/** An answer, read to its end. */
export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  /** The body as JSON, or undefined when it is none. */
  json: unknown;
  /** Where it redirects to, as an absolute URL. */
  location: URL | undefined;
}

/** A page with its first form of each kind. */
export interface Page extends Reply {
  url: string;
  isSignIn: boolean;
  csrf: string;
  /** Names of the scopes with a box on the page. */
  scopes: readonly string[];
}

/** One client and one browser against a server over HTTP, without following redirects by itself. */
export interface Driver {
  readonly cookies: Map<string, string>;
  /** A request of the browser: with its cookies, which it then keeps. */
  visit(url: string | URL, init?: RequestInit): Promise<Reply>;
  /** A request of a program: without cookies. */
  send(url: string | URL, init?: RequestInit): Promise<Reply>;
  /** The absolute URL of an endpoint of the metadata: `token_endpoint`. */
  endpoint(name: string): Promise<string>;
  authorizeUrl(changes?: Changes): Promise<string>;
  authorize(changes?: Changes): Promise<Reply>;
  /** An authorization request that leads to a page, and that page. */
  openPage(changes?: Changes): Promise<Page>;
  readPage(url: string | URL): Promise<Page>;
  /** Posts a form of a page: `sign-in`, `decision` or `switch`. */
  submit(page: Page, form: string, fields: Changes): Promise<Reply>;
  signIn(page: Page, changes?: Changes): Promise<Reply>;
  decide(page: Page, changes?: Changes): Promise<Reply>;
  /** Authorization request, sign-in when asked, approval: the address that the browser is sent to. */
  approve(changes?: Changes): Promise<URL>;
  getCode(changes?: Changes): Promise<string>;
  /** A form to a back-channel endpoint, as the client. */
  post(endpoint: string, fields: Changes, headers?: Record<string, string>): Promise<Reply>;
  redeem(code: string, changes?: Changes): Promise<Reply>;
  refresh(token: string, changes?: Changes): Promise<Reply>;
  revoke(token: string): Promise<Reply>;
  introspect(token: string): Promise<Reply>;
  /** A whole flow: what the token endpoint said. */
  getTokens(changes?: Changes): Promise<Reply>;
}

export function createDriver(options: DriverOptions): Driver {
  const { issuer, clientId, clientSecret, redirectUri } = options;
  const account = options.account ?? { email: "alice@example.com", password: testPassword };
  const cookies = new Map<string, string>();
  const { send, visit } = createSender(options, cookies);
  let metadata: Promise<Reply> | undefined;

  async function endpoint(name: string): Promise<string> {
    metadata ??= send(wellKnown(issuer));
    const url = read(await metadata)[name];
    if (typeof url !== "string") throw new Error(`the metadata has no ${name}`);
    return url;
  }

  async function authorizeUrl(changes: Changes = {}): Promise<string> {
    const parameters = toForm({
      response_type: "code",
      client_id: clientId,
      redirect_uri: redirectUri,
      code_challenge: pkce.challenge,
      code_challenge_method: "S256",
      scope: "openid profile email",
      state: "the-state",
      ...changes,
    });
    return `${await endpoint("authorization_endpoint")}?${parameters.toString()}`;
  }

  async function readPage(url: string | URL): Promise<Page> {
    return toPage(String(url), await visit(url));
  }

  async function openPage(changes?: Changes): Promise<Page> {
    const { location, status, text } = await visit(await authorizeUrl(changes));
    if (location === undefined) throw new Error(`no page but ${status}: ${text}`);
    return await readPage(location);
  }

  async function submit(page: Page, form: string, fields: Changes): Promise<Reply> {
    return await visit(`${page.url}/${form}`, { method: "POST", body: toForm(fields) });
  }

  const signIn: Driver["signIn"] = (page, changes = {}) =>
    submit(page, "sign-in", { csrf: page.csrf, ...account, ...changes });
  const decide: Driver["decide"] = (page, changes = {}) =>
    submit(page, "decision", { csrf: page.csrf, decision: "allow", scope: page.scopes, ...changes });

  async function approve(changes?: Changes): Promise<URL> {
    let reply = await visit(await authorizeUrl(changes));
    for (let step = 0; step < 3; step += 1) {
      if (reply.location === undefined) throw new Error(`no redirect but ${reply.status}: ${reply.text}`);
      if (reply.location.href.startsWith(redirectUri)) return reply.location;
      const page = await readPage(reply.location);
      reply = page.isSignIn ? await signIn(page) : await decide(page);
    }
    throw new Error("the flow does not end at the client");
  }

  async function getCode(changes?: Changes): Promise<string> {
    const location = await approve(changes);
    const code = location.searchParams.get("code");
    if (code === null) throw new Error(`no code in ${location.href}`);
    return code;
  }

  async function post(name: string, fields: Changes, headers: Record<string, string> = {}): Promise<Reply> {
    const isPublic = clientSecret === undefined;
    const basic = isPublic ? {} : { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` };
    const body = toForm({ ...(isPublic ? { client_id: clientId } : {}), ...fields });
    return await send(await endpoint(name), { method: "POST", body, headers: { ...basic, ...headers } });
  }

  const redeem: Driver["redeem"] = (code, changes = {}) =>
    post("token_endpoint", {
      grant_type: "authorization_code",
      code,
      redirect_uri: redirectUri,
      code_verifier: pkce.verifier,
      ...changes,
    });

  return {
    cookies,
    visit,
    send,
    endpoint,
    authorizeUrl,
    authorize: async (changes) => await visit(await authorizeUrl(changes)),
    openPage,
    readPage,
    submit,
    signIn,
    decide,
    approve,
    getCode,
    post,
    redeem,
    refresh: (token, changes = {}) =>
      post("token_endpoint", { grant_type: "refresh_token", refresh_token: token, ...changes }),
    revoke: (token) => post("revocation_endpoint", { token }),
    introspect: (token) => post("introspection_endpoint", { token }),
    getTokens: async (changes) => await redeem(await getCode(changes)),
  };
}

/** The JSON object of an answer. */
export function read(reply: Reply): Record<string, unknown> {
  const { json } = reply;
  if (typeof json !== "object" || json === null) throw new Error(`no JSON object but ${reply.status}: ${reply.text}`);
  return { ...json };
}

/** RFC 8414 section 3.1: the well-known part comes before the issuer's path. */
function wellKnown(issuer: string): string {
  const { origin, pathname } = new URL(issuer);
  return `${origin}/.well-known/oauth-authorization-server${pathname === "/" ? "" : pathname}`;
}

function toForm(changes: Changes): URLSearchParams {
  const pairs = Object.entries(changes).flatMap(([name, value]) => {
    if (value === undefined) return [];
    return typeof value === "string" ? [[name, value]] : value.map((one) => [name, one]);
  });
  return new URLSearchParams(pairs);
}

type Send = (url: string | URL, init?: RequestInit) => Promise<Reply>;

function createSender(options: DriverOptions, cookies: Map<string, string>): { send: Send; visit: Send } {
  const { issuer, fetch: reach = fetch } = options;

  async function request(url: string | URL, init: RequestInit): Promise<Reply> {
    const wanted = new URL(url, issuer);
    const response = await reach(wanted, { ...init, redirect: "manual" });
    const text = await response.text();
    const location = response.headers.get("location");
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: parse(text),
      location: location === null ? undefined : new URL(location, wanted),
    };
  }

  return {
    send: (url, init = {}) => request(url, init),
    async visit(url, init = {}) {
      const headers = new Headers(init.headers);
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
      if (cookie !== "" && !headers.has("cookie")) headers.set("cookie", cookie);
      const reply = await request(url, { ...init, headers });
      for (const line of reply.headers.getSetCookie()) keep(cookies, line);
      return reply;
    },
  };
}

function keep(cookies: Map<string, string>, line: string): void {
  const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
  const at = pair.indexOf("=");
  const name = pair.slice(0, at);
  if (attributes.includes("Max-Age=0")) cookies.delete(name);
  else cookies.set(name, pair.slice(at + 1));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toPage(url: string, reply: Reply): Page {
  const inputs = [...reply.text.matchAll(/<input\s[^>]*>/g)].map(([tag]) => ({
    name: attribute(tag, "name"),
    type: attribute(tag, "type"),
    value: attribute(tag, "value"),
  }));
  return {
    ...reply,
    url,
    isSignIn: inputs.some(({ type }) => type === "password"),
    csrf: inputs.find(({ name }) => name === "csrf")?.value ?? "",
    scopes: inputs.filter(({ name }) => name === "scope").map(({ value }) => value ?? ""),
  };
}

function attribute(tag: string, name: string): string | undefined {
  return new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
}
