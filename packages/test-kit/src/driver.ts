import { createHash, randomBytes } from "node:crypto";
import { type ClientName, readClient, type ScopeNames, type TestClient, writeScope } from "./clients.ts";
import { createBrowser } from "./browser.ts";
import { createEndpoints, type Endpoints, requiredTextIn, textIn } from "./endpoints.ts";
import { OAuthFailure } from "./oauth-failure.ts";
import type { Person, PersonName } from "./people.ts";
import type { BrowserSession } from "./sessions.ts";
import type { Tokens } from "./tokens.ts";
import { walk } from "./walk.ts";

/**
 * What a person does at a browser.
 * @example
 * ```ts
 * import { startTestServer, type PersonAnswers } from "@sallyport/test-kit";
 * await using server = await startTestServer();
 * const answers: PersonAnswers = { person: "bob", decision: "deny" };
 * await server.driver.answer("https://auth.example/authorize?redirect_uri=http://127.0.0.1/", answers);
 * ```
 */
export interface PersonAnswers {
  /** Who signs in. Default: alice. */
  readonly person?: PersonName;
  /** Somebody who is signed in already, by `signIn`; nobody has to type a password then. */
  readonly session?: BrowserSession;
  /** What the person says. Default: `allow`. */
  readonly decision?: "allow" | "deny";
  /** Of the scopes that may be left out, those that stay ticked. Default: all. */
  readonly ticked?: readonly string[];
}

/**
 * An authorization request, and what the person does.
 * @example
 * ```ts
 * import { startTestServer, type AuthorizeWish } from "@sallyport/test-kit";
 * await using server = await startTestServer();
 * const wish: AuthorizeWish = { person: "bob", scope: "openid" };
 * await server.driver.run(wish);
 * ```
 */
export interface AuthorizeWish extends PersonAnswers {
  /** Default: the client of the server. */
  readonly client?: ClientName;
  /** Default: the first of the client. */
  readonly redirectUri?: string;
  readonly resource?: string;
  /** Default: `openid profile email`. */
  readonly scope?: ScopeNames;
  /** Other parameters of the request: `{ prompt: "consent" }`. They win over all of the above. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/**
 * What came back to the client, with what it needs to go on.
 * @example
 * ```ts
 * import { startTestServer, type Authorization } from "@sallyport/test-kit";
 * await using server = await startTestServer();
 * const authorization: Authorization = await server.driver.authorize();
 * await server.driver.redeem(authorization);
 * ```
 */
export interface Authorization {
  readonly code: string;
  readonly state: string | undefined;
  /** The issuer, as the response names it (RFC 9207). */
  readonly iss: string | undefined;
  /** The whole response. */
  readonly url: URL;
  readonly client: TestClient;
  readonly redirectUri: string;
  readonly codeVerifier: string;
  readonly resource: string | undefined;
}

/**
 * Tokens, and whose they are.
 * @example
 * ```ts
 * import { startTestServer, type Granted } from "@sallyport/test-kit";
 * await using server = await startTestServer();
 * const granted: Granted = await server.driver.run();
 * await server.driver.revoke(granted);
 * ```
 */
export interface Granted extends Tokens {
  readonly client: TestClient;
  readonly resource: string | undefined;
}

/**
 * A client and a person at a browser, over HTTP alone: what they do is received and spoilt like anybody's.
 * @example
 * ```ts
 * import { startTestServer, type Driver } from "@sallyport/test-kit";
 * await using server = await startTestServer();
 * const { driver }: { driver: Driver } = server;
 * const tokens = await driver.refresh(await driver.run({ scope: "openid offline_access" }));
 * ```
 */
export interface Driver {
  /** Registers a client (RFC 7591), public unless `metadata` say otherwise. @throws OAuthFailure */
  register(metadata?: Readonly<Record<string, unknown>>): Promise<TestClient>;
  /**
   * From the authorization request to the response: signs in and consents where a page asks for it.
   * @throws OAuthFailure as the response says: `access_denied`, `invalid_scope`
   * @throws Error when the pages lead nowhere, for example with a wrong password
   */
  authorize(wish?: AuthorizeWish): Promise<Authorization>;
  /**
   * Answers the authorization request of a client under test: the URL that it would open in a browser.
   * @returns where the browser is sent then: the redirect URI with `code` or `error`, which nobody has opened yet
   * @throws Error when the pages lead nowhere
   */
  answer(url: string | URL, answers?: PersonAnswers): Promise<URL>;
  /** Exchanges the code; `parameters` replace those of the request. @throws OAuthFailure */
  redeem(authorization: Authorization, parameters?: Readonly<Record<string, string>>): Promise<Granted>;
  /** @returns the successors @throws OAuthFailure */
  refresh(tokens: Granted, parameters?: Readonly<Record<string, string>>): Promise<Granted>;
  /** Ends the grant of these tokens. @throws OAuthFailure */
  revoke(tokens: Granted): Promise<void>;
  /** The whole flow: registers a client, unless one is named, authorizes, and redeems. @throws OAuthFailure */
  run(wish?: AuthorizeWish): Promise<Granted>;
}

/** What a driver asks the server for. */
export interface Surroundings {
  issuer: string;
  /** The server's own. */
  client: () => TestClient;
  findPerson: (name: PersonName | undefined) => Person;
}

const redirectUri = "http://127.0.0.1/callback";
const usualScope = "openid profile email";

export function createDriver(surroundings: Surroundings): Driver {
  const endpoints = createEndpoints(surroundings.issuer);
  const register: Driver["register"] = (metadata = {}) => registerClient(endpoints, metadata);
  const authorize: Driver["authorize"] = (wish = {}) => obtainCode(endpoints, surroundings, wish);
  const redeem: Driver["redeem"] = (authorization, parameters) => {
    const { client, resource, code, codeVerifier } = authorization;
    const form = { code, code_verifier: codeVerifier, redirect_uri: authorization.redirectUri, ...parameters };
    return requestTokens(endpoints, { client, resource, form: { grant_type: "authorization_code", ...form } });
  };
  return {
    register,
    authorize,
    answer: (url, answers = {}) => answerRequest(new URL(url), surroundings, answers),
    redeem,
    async refresh({ client, resource, refreshToken }, parameters) {
      const form = { grant_type: "refresh_token", refresh_token: refreshToken ?? "", ...parameters };
      return await requestTokens(endpoints, { client, resource, form });
    },
    async revoke({ client, accessToken, refreshToken }) {
      const { body, headers } = asClient(client, { token: refreshToken ?? accessToken });
      await endpoints.post("revocation_endpoint", body, headers);
    },
    run: async (wish = {}) => await redeem(await authorize({ ...wish, client: wish.client ?? (await register()) })),
  };
}

async function registerClient(endpoints: Endpoints, metadata: Readonly<Record<string, unknown>>): Promise<TestClient> {
  const usual = { client_name: "Test client", redirect_uris: [redirectUri], token_endpoint_auth_method: "none" };
  const answer = await endpoints.post("registration_endpoint", { ...usual, ...metadata });
  const clientSecret = textIn(answer, "client_secret");
  const { redirect_uris: redirectUris } = answer;
  return {
    clientId: requiredTextIn(answer, "client_id"),
    ...(clientSecret === undefined ? {} : { clientSecret }),
    redirectUris: Array.isArray(redirectUris) ? redirectUris.map(String) : [],
  };
}

async function answerRequest(
  start: URL,
  { findPerson }: Surroundings,
  { person, session, decision = "allow", ticked }: PersonAnswers,
): Promise<URL> {
  const destination = start.searchParams.get("redirect_uri");
  if (destination === null) throw new Error(`the authorization request has no redirect_uri: ${start.href}`);
  const answers = { person: findPerson(person), decision, ticked };
  return await walk(createBrowser(session?.header), { start, destination, answers });
}

async function obtainCode(
  endpoints: Endpoints,
  surroundings: Surroundings,
  wish: AuthorizeWish,
): Promise<Authorization> {
  const { resource } = wish;
  const client = completeClient(wish.client, surroundings.client());
  const codeVerifier = randomBytes(32).toString("base64url");
  const request = requestOf(wish, { client, codeVerifier });
  const start = await endpoints.urlOf("authorization_endpoint");
  start.search = request.toString();
  const url = await answerRequest(start, surroundings, wish);
  return { ...readResponse(url), client, redirectUri: request.get("redirect_uri") ?? "", codeVerifier, resource };
}

function requestOf(
  wish: AuthorizeWish,
  { client, codeVerifier }: Pick<Authorization, "client" | "codeVerifier">,
): URLSearchParams {
  const { scope = usualScope, resource, parameters } = wish;
  return new URLSearchParams({
    response_type: "code",
    client_id: client.clientId,
    redirect_uri: wish.redirectUri ?? client.redirectUris?.[0] ?? redirectUri,
    code_challenge: createHash("sha256").update(codeVerifier).digest("base64url"),
    code_challenge_method: "S256",
    state: randomBytes(16).toString("base64url"),
    scope: writeScope(scope),
    ...(resource === undefined ? {} : { resource }),
    ...parameters,
  });
}

/** Of the server's own client more is known than the id. */
function completeClient(wanted: ClientName | undefined, own: TestClient): TestClient {
  const named = wanted === undefined ? own : readClient(wanted);
  return named.clientId === own.clientId ? { ...own, ...named } : named;
}

function readResponse(url: URL): Pick<Authorization, "code" | "state" | "iss" | "url"> {
  const get = (name: string): string | undefined => url.searchParams.get(name) ?? undefined;
  const error = get("error");
  if (error !== undefined) throw new OAuthFailure({ error, description: get("error_description") });
  const code = get("code");
  if (code === undefined) throw new Error(`the response has neither code nor error: ${url.href}`);
  return { code, state: get("state"), iss: get("iss"), url };
}

interface TokenRequest {
  client: TestClient;
  resource: string | undefined;
  form: Record<string, string>;
}

async function requestTokens(endpoints: Endpoints, { client, resource, form }: TokenRequest): Promise<Granted> {
  const { body, headers } = asClient(client, { ...(resource === undefined ? {} : { resource }), ...form });
  const answer = await endpoints.post("token_endpoint", body, headers);
  const [refreshToken, idToken] = [textIn(answer, "refresh_token"), textIn(answer, "id_token")];
  return {
    accessToken: requiredTextIn(answer, "access_token"),
    tokenType: requiredTextIn(answer, "token_type"),
    expiresInSeconds: Number(answer["expires_in"]),
    scope: requiredTextIn(answer, "scope"),
    ...(refreshToken === undefined ? {} : { refreshToken }),
    ...(idToken === undefined ? {} : { idToken }),
    client,
    resource,
  };
}

/** With its proof: the secret by Basic (RFC 6749 section 2.3.1), or the id alone. */
function asClient({ clientId, clientSecret }: TestClient, form: Record<string, string>) {
  if (clientSecret === undefined) return { body: new URLSearchParams({ client_id: clientId, ...form }), headers: {} };
  const pair = [clientId, clientSecret].map(encodeURIComponent).join(":");
  return { body: new URLSearchParams(form), headers: { authorization: `Basic ${btoa(pair)}` } };
}
