import { createHash } from "node:crypto";
import {
  type Actor,
  type Client,
  type CoreEvent,
  createProvider,
  epochSeconds,
  type JsonObject,
  type OAuthRequest,
  type PasswordHasher,
  type Provider,
  type ProviderOptions,
  Secret,
  type SigningKey,
  type Store,
  type User,
} from "@sallyport/core";
import { openMemoryStore } from "@sallyport/core/stores/memory";
import { createTestClock, type TestClock } from "./clock.ts";
import { createTestDocuments, type TestDocuments } from "./documents.ts";
import { createTestLogos, type TestLogos } from "./logos.ts";
import { createSeededRandom } from "./random.ts";

/** A verifier and its S256 challenge, the pair of RFC 7636 appendix B. */
export const pkce = {
  verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
  challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
};

/** As quick as a hash can be: the real one has its own test. */
export const fastPasswords: PasswordHasher = {
  hash: async (password) => `fast:${createHash("sha256").update(password).digest("hex")}`,
  verify: async (phc, password) => phc === `fast:${createHash("sha256").update(password).digest("hex")}`,
};

/** Seals the keys of every test provider. */
export const masterKey = new Secret("0123456789abcdef0123456789abcdef");

export const testPassword = "correct horse battery";

export interface TestProvider {
  provider: Provider;
  store: Store;
  clock: TestClock;
  documents: TestDocuments;
  logos: TestLogos;
  events: CoreEvent[];
  /** The same, with who did it. */
  acts: { event: CoreEvent; by: Actor | undefined }[];
  alice: User;
  /** A public client with loopback and https redirect URIs. */
  pub: Client;
  /** A confidential client, and its secret. */
  bas: Client;
  secret: string;
}

export const redirectUri = "https://app.example/cb";

/** Keys of the first provider of this process: making RSA keys for every test takes longer than the test. */
let knownKeys: readonly SigningKey[] = [];

async function shareKeys(store: Store): Promise<void> {
  if ((await store.keys.list()).length > 0) return;
  for (const key of knownKeys) await store.keys.insert(key, epochSeconds(0));
}

/** A provider over the memory store, with a clock and chance to steer, one person and two clients. */
export async function createTestProvider(
  options: Partial<ProviderOptions> & { store?: Store } = {},
): Promise<TestProvider> {
  const { store = openMemoryStore(), ...config } = options;
  const clock = createTestClock(1_800_000_000);
  const events: CoreEvent[] = [];
  const acts: TestProvider["acts"] = [];
  const documents = createTestDocuments();
  const logos = createTestLogos();
  await shareKeys(store);
  const provider = await createProvider(
    { issuer: "https://as.example", ...config },
    {
      store,
      clock,
      random: createSeededRandom(`sallyport ${config.issuer ?? ""}`),
      passwords: fastPasswords,
      documents,
      logos,
      events: {
        emit(event, by) {
          events.push(event);
          acts.push({ event, by });
        },
      },
      masterKey,
    },
  );
  knownKeys = await store.keys.list();
  const { manage } = provider;
  const alice = await manage.users.create({
    email: "alice@example.com",
    password: testPassword,
    name: "Alice",
    role: "user",
  });
  const { client: pub } = await manage.clients.create({
    name: "Public",
    type: "public",
    redirectUris: [redirectUri, "http://127.0.0.1/cb"],
  });
  const { client: bas, secret = "" } = await manage.clients.create({
    name: "Confidential",
    type: "confidential",
    redirectUris: [redirectUri],
  });
  return { provider, store, clock, documents, logos, events, acts, alice, pub, bas, secret };
}

/** A back-channel request with a form body. */
export function formRequest(parameters: Record<string, string> | string, authorization?: string): OAuthRequest {
  return {
    method: "POST",
    query: "",
    body: typeof parameters === "string" ? parameters : new URLSearchParams(parameters).toString(),
    contentType: "application/x-www-form-urlencoded",
    authorization: authorization === undefined ? [] : [authorization],
    address: "127.0.0.1",
    userAgent: "test",
  };
}

/** An authorization request by GET. */
export function authorizeRequest(parameters: Record<string, string> | string): OAuthRequest {
  return {
    method: "GET",
    query: typeof parameters === "string" ? parameters : new URLSearchParams(parameters).toString(),
    body: "",
    contentType: undefined,
    authorization: [],
    address: "127.0.0.1",
    userAgent: "test",
  };
}

export function basicHeader(id: string, secret: string): string {
  return `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`;
}

/** The parameters of a good authorization request. */
export function goodRequest(client: Client, more: Record<string, string> = {}): Record<string, string> {
  return {
    response_type: "code",
    client_id: client.id,
    redirect_uri: client.redirectUris[0] ?? redirectUri,
    code_challenge: pkce.challenge,
    code_challenge_method: "S256",
    scope: "openid profile email",
    state: "the-state",
    ...more,
  };
}

export interface Visitor {
  browser: string | undefined;
  session: string | undefined;
}

/** Where a flow ended: the address the browser is sent to, and the browser. */
export interface Arrival {
  location: URL;
  visitor: Visitor;
}

export interface FlowOptions {
  /** Changes to the authorization request. */
  request?: Record<string, string>;
  /** The ticked scopes; absent: all that are shown. */
  ticked?: readonly string[];
  approved?: boolean;
  visitor?: Visitor;
}

/** Authorization request, sign-in (when asked for) and decision, through the core alone. */
export async function authorize(test: TestProvider, client: Client, options: FlowOptions = {}): Promise<Arrival> {
  const { provider } = test;
  const visitor: Visitor = options.visitor ?? { browser: undefined, session: undefined };
  const outcome = await provider.authorize(authorizeRequest(goodRequest(client, options.request)), visitor);
  if (outcome.kind !== "interaction") return { location: new URL(outcome.location), visitor };
  visitor.browser = outcome.browserCookie;
  const visit = { id: outcome.id, cookies: visitor };
  let view = await provider.interactions.view(outcome.id, visitor);
  if (view.kind === "sign-in") {
    const form = { csrf: view.csrf, email: "alice@example.com", password: testPassword };
    const signedIn = await provider.interactions.signIn(visit, form);
    if (signedIn.kind === "refused") throw new Error("the test's person was refused");
    visitor.session = signedIn.sessionCookie;
    if (signedIn.location !== undefined) return { location: new URL(signedIn.location), visitor };
    view = await provider.interactions.view(outcome.id, visitor);
  }
  if (view.kind !== "consent") throw new Error("the consent page does not come");
  const scopes = options.ticked ?? view.scopes.map((scope) => scope.name);
  const form = { csrf: view.csrf, approved: options.approved ?? true, scopes };
  return { location: new URL(await provider.interactions.decide(visit, form)), visitor };
}

/** The code at the end of `authorize`. */
export async function getCode(test: TestProvider, client: Client, options: FlowOptions = {}): Promise<string> {
  const { location } = await authorize(test, client, options);
  const code = location.searchParams.get("code");
  if (code === null) throw new Error(`there is no code in ${location.href}`);
  return code;
}

/** A token request of a client, authenticated as it registered. */
export async function requestToken(
  test: TestProvider,
  client: Client,
  parameters: Record<string, string>,
): Promise<JsonObject> {
  const answer = await test.provider.token(clientRequest(test, client, parameters));
  return answer.body ?? {};
}

/** A back-channel request of a client, authenticated as it registered. */
export function clientRequest(test: TestProvider, client: Client, parameters: Record<string, string>): OAuthRequest {
  if (client.type === "confidential") return formRequest(parameters, basicHeader(client.id, test.secret));
  return formRequest({ client_id: client.id, ...parameters });
}

/** Buys tokens with a code; `changes` replaces or adds parameters. */
export async function redeem(
  test: TestProvider,
  client: Client,
  changes: { code: string } & Record<string, string>,
): Promise<JsonObject> {
  return await requestToken(test, client, {
    grant_type: "authorization_code",
    code_verifier: pkce.verifier,
    ...changes,
  });
}

/** Renews tokens; `from` is a token answer, or the parameters. */
export async function refresh(test: TestProvider, client: Client, from: JsonObject): Promise<JsonObject> {
  const { refresh_token: token, scope, resource } = from as Record<string, string>;
  return await requestToken(test, client, {
    grant_type: "refresh_token",
    refresh_token: token ?? "",
    ...(scope === undefined ? {} : { scope }),
    ...(resource === undefined ? {} : { resource }),
  });
}

/** A whole flow: the tokens at its end. */
export async function getTokens(test: TestProvider, client: Client, options: FlowOptions = {}): Promise<JsonObject> {
  return await redeem(test, client, { code: await getCode(test, client, options) });
}

/** What introspection says, asked by the confidential client itself. */
export async function introspect(test: TestProvider, token: unknown): Promise<JsonObject> {
  const request = formRequest({ token: String(token) }, basicHeader(test.bas.id, test.secret));
  return (await test.provider.introspect(request)).body ?? {};
}
