import { createAuditTrail } from "./records/audit/trail.ts";
import { authMethods } from "./client-auth/all.ts";
import { checkDocument } from "./clients/document.ts";
import { createClientLogos } from "./clients/logos.ts";
import { type Config, defaultConfig, type RegistrationConfig } from "./config.ts";
import type { Context, Deps } from "./context.ts";
import { type AuthorizeOutcome, handleAuthorize } from "./endpoints/authorize.ts";
import { handleClientConfiguration } from "./endpoints/client-configuration.ts";
import { handleDeviceAuthorization } from "./endpoints/device-authorization.ts";
import { handleIntrospect, lookUpAccessToken } from "./endpoints/introspect.ts";
import { describeServer } from "./endpoints/metadata.ts";
import { handleRegister } from "./endpoints/register.ts";
import { handleRevocations } from "./endpoints/revocations.ts";
import { handleRevoke } from "./endpoints/revoke.ts";
import { handleToken } from "./endpoints/token.ts";
import { handleUserinfo } from "./endpoints/userinfo.ts";
import { grantTypes } from "./grants/all.ts";
import { type CallOutcome, makeOnce, type RepeatableCall } from "./management/server/keyed-calls.ts";
import { createManagement, type Management } from "./management/all.ts";
import { describeTraffic, type Traffic, type TrafficSpan } from "./management/server/statistics.ts";
import { type KeyManagement, manageKeys } from "./management/server/keys.ts";
import { describeSystem, type SystemStatus } from "./management/server/system.ts";
import type { Actor, EventSink } from "./records/events.ts";
import { createFlightRecorder, type FlightRecorder, type RefusedRequest } from "./records/flow-log/recorder.ts";
import type { JsonObject, OAuthRequest, OAuthResponse } from "./messages.ts";
import { type Account, createAccount } from "./account/account.ts";
import { findAdmin, signInToAdmin, watchAdmin } from "./sign-in/admin-session.ts";
import { createDevicePage, type DevicePage } from "./interactions/devices.ts";
import { findKeyHolder, type KeyHolder } from "./sign-in/api-keys.ts";
import {
  type ConsentForm,
  decide,
  type InteractionVisit,
  signIn,
  signOut,
  type SignInForm,
  type SignInOutcome,
  takeAnswer,
} from "./interactions/answers.ts";
import type { BrowserCookies } from "./sign-in/browser.ts";
import { createFrontEnd, type FrontEnd } from "./interactions/front-end.ts";
import { type InteractionView, openInteraction, viewInteraction } from "./interactions/interactions.ts";
import { type BrowserOrigin, endSession, findSignedIn, type SignedIn } from "./sign-in/sessions.ts";
import { canonicalIssuer } from "./rules/issuer.ts";
import type { Secret } from "./secret.ts";
import { createCounters } from "./records/counters.ts";
import { createSimulations, type Simulations } from "./simulations/simulate.ts";
import { after } from "./time.ts";
import { createClientKeys } from "./tokens/client-keys.ts";
import { checkMasterKey, openKeyRing, publicJwkOf } from "./tokens/key-ring.ts";

/** The service behind both doors: every use case, none of HTTP. */
export interface Provider {
  readonly config: Config;
  /** RFC 8414 and OpenID Connect Discovery: one document. */
  metadata(): Promise<JsonObject>;
  /** RFC 7517. */
  jwks(): JsonObject;
  authorize(request: OAuthRequest, cookies: BrowserCookies): Promise<AuthorizeOutcome>;
  token(request: OAuthRequest): Promise<OAuthResponse>;
  revoke(request: OAuthRequest): Promise<OAuthResponse>;
  introspect(request: OAuthRequest): Promise<OAuthResponse>;
  /** What introspection says of a living access token, for resource servers in this process; undefined: it is none. */
  lookUpAccessToken(text: string): Promise<JsonObject | undefined>;
  deviceAuthorization(request: OAuthRequest): Promise<OAuthResponse>;
  /** What ended tokens before they expire, for resource servers that verify by themselves. */
  revocations(request: OAuthRequest): Promise<OAuthResponse>;
  register(request: OAuthRequest): Promise<OAuthResponse>;
  userinfo(request: OAuthRequest): Promise<OAuthResponse>;
  /** A client's own registration (RFC 7592). */
  clientConfiguration(request: OAuthRequest, clientId: string): Promise<OAuthResponse>;
  /**
   * Whether `body` could be the metadata document at the address `id`; nothing is fetched or kept.
   * @throws InvalidClientMetadataError, InvalidRedirectUriError naming the member at fault
   */
  checkDocument(id: string, body: string): Promise<void>;
  readonly interactions: {
    view(id: string, cookies: BrowserCookies): Promise<InteractionView>;
    signIn(visit: InteractionVisit, form: SignInForm): Promise<SignInOutcome>;
    decide(visit: InteractionVisit, form: ConsentForm): Promise<string>;
    /** Takes what the person answered on an external front end. @returns where to send the browser */
    takeAnswer(visit: InteractionVisit, sealed: string): Promise<string>;
    /** Signs the person out, so that another can answer. */
    signOut(visit: InteractionVisit, form: { csrf: string }): Promise<void>;
  };
  /** The page on which people look after their own affairs. */
  readonly account: Account;
  readonly devices: DevicePage;
  /** The picture of a client that a page names, as PNG; made before, and never for the asking. */
  clientLogo(id: string): Promise<Uint8Array | undefined>;
  readonly sessions: {
    /** Who the account cookie stands for. */
    find(cookie: string | undefined): Promise<SignedIn | undefined>;
    /** Who the admin cookie stands for. */
    findAdmin(cookie: string | undefined): Promise<SignedIn | undefined>;
    /** The same, for what goes on by itself: no use of the session. */
    watchAdmin(cookie: string | undefined): Promise<SignedIn | undefined>;
    signInToAdmin(
      credentials: { email: string; password: string } & BrowserOrigin,
    ): Promise<{ cookie: string; signedIn: SignedIn } | undefined>;
    end(cookie: string | undefined): Promise<void>;
    /** Who shows this API key. */
    findKeyHolder(text: string): Promise<KeyHolder | undefined>;
  };
  readonly manage: ServerManagement;
  /** The same, and events say who did it. */
  manageFor(actor: Actor): ServerManagement;
  /** Makes a call of an administrator that may be repeated. */
  makeOnce(call: RepeatableCall, make: () => Promise<string>): Promise<CallOutcome>;
  /** Where the facade tells how requests end. */
  readonly flights: Pick<FlightRecorder, "noteAnswer" | "noteRefusal">;
  status(): Promise<SystemStatus>;
  /** What went on lately. */
  traffic(span: TrafficSpan): Promise<Traffic>;
  /** Housekeeping, for a timer: announces and retires keys, frees a slice of space. Returns the rows freed. */
  maintain(): Promise<number>;
  /** Resolves when all that was noted so far is stored; for the end. @throws StoreUnavailableError */
  flush(): Promise<void>;
}

/** What only a running server can do, too. */
export interface ServerManagement extends Management {
  readonly keys: KeyManagement;
  readonly simulations: Simulations;
  readonly frontEnd: FrontEnd;
}

function createServerManagement(context: Context): ServerManagement {
  return {
    ...createManagement(context),
    keys: manageKeys(context),
    simulations: createSimulations(context),
    frontEnd: createFrontEnd(context),
  };
}

function withActor(context: Context, actor: Actor): Context {
  const { events } = context;
  return { ...context, events: { emit: (event) => events.emit(event, actor) } };
}

function toAll(sinks: readonly EventSink[]): EventSink {
  return {
    emit(event, by) {
      for (const sink of sinks) sink.emit(event, by);
    },
  };
}

/**
 * The management use cases alone, for a command line that works on the store of a running server. Without the
 * master key they may only read. What they did is stored once `audit.flush` has resolved.
 * @throws Error when the stored keys cannot be opened with the master key
 */
export async function createStandaloneManagement(
  deps: Pick<Deps, "store" | "clock" | "random" | "passwords"> & { masterKey: Secret | undefined },
): Promise<Management> {
  const { store, masterKey } = deps;
  if (masterKey !== undefined) await checkMasterKey(store, masterKey);
  const actor: Actor = { kind: "command_line" };
  const audit = createAuditTrail({ ...deps, origin: undefined });
  return createManagement({
    ...deps,
    audit,
    events: { emit: (event) => audit.emit(event, actor) },
    config: defaultConfig,
    grantTypes,
    authMethods,
    // What servers remember is theirs alone.
    flights: { find: () => undefined },
    openTokens: () => openStoredTokens(deps),
  });
}

function endpointsOf(context: Context) {
  return {
    metadata: () => describeServer(context),
    jwks: () => context.keys.jwks(),
    authorize: (request, cookies) => handleAuthorize(context, request, cookies),
    token: (request) => handleToken(context, request),
    revoke: (request) => handleRevoke(context, request),
    introspect: (request) => handleIntrospect(context, request),
    lookUpAccessToken: (text) => lookUpAccessToken(context, text),
    deviceAuthorization: (request) => handleDeviceAuthorization(context, request),
    revocations: (request) => handleRevocations(context, request),
    register: (request) => handleRegister(context, request),
    userinfo: (request) => handleUserinfo(context, request),
    clientConfiguration: (request, clientId) => handleClientConfiguration(context, request, clientId),
  } satisfies Partial<Provider>;
}

/** Reads tokens with what the store has, as long as there is a server to take after. */
async function openStoredTokens(deps: Pick<Deps, "store" | "clock"> & { masterKey: Secret | undefined }) {
  const [system, keys] = await Promise.all([deps.store.system.get(), deps.store.keys.list()]);
  const jwks = { keys: keys.map((key) => publicJwkOf(key)) };
  return { ...deps, config: { issuer: system?.issuer ?? "" }, keys: { jwks: () => jwks } };
}

export type ProviderOptions = Partial<Omit<Config, "registration">> & {
  issuer: string;
  registration?: Partial<RegistrationConfig>;
};

function readConfig(options: ProviderOptions): Config {
  const verdict = canonicalIssuer(options.issuer);
  if (!verdict.ok) throw new Error(`${verdict.why}: ${options.issuer}`);
  const registration = { ...defaultConfig.registration, ...options.registration };
  return { ...defaultConfig, ...options, registration, issuer: verdict.issuer };
}

function sessionsOf(context: Context): Provider["sessions"] {
  return {
    find: (cookie) => findSignedIn(context, cookie, "account"),
    findAdmin: (cookie) => findAdmin(context, cookie),
    watchAdmin: (cookie) => watchAdmin(context, cookie),
    signInToAdmin: (credentials) => signInToAdmin(context, credentials),
    end: (cookie) => endSession(context, cookie),
    findKeyHolder: (text) => findKeyHolder(context, text),
  };
}

/** What notes events, each before it goes on to the next. */
function openRecords(deps: Deps): Pick<Context, "audit" | "counters" | "flights" | "events"> {
  const audit = createAuditTrail({ ...deps, origin: deps.origin });
  const counters = createCounters(deps);
  const recorder = createFlightRecorder({ ...deps, events: toAll([audit, counters, deps.events]) });
  const noteRefusal = (refusal: RefusedRequest): string => {
    counters.noteRefusal(refusal.error);
    return recorder.noteRefusal(refusal);
  };
  return { audit, counters, flights: { ...recorder, noteRefusal }, events: recorder.events };
}

/**
 * Builds the provider over an open store.
 * @throws Error when the issuer is malformed, or the stored keys cannot be opened with the master key
 */
export async function createProvider(options: ProviderOptions, deps: Deps): Promise<Provider> {
  const config = readConfig(options);
  const startedAt = deps.clock.now();
  await deps.store.system.claimIssuer(config.issuer);
  const records = openRecords(deps);
  const { audit, flights, events } = records;
  const keys = await openKeyRing({ ...deps, events }, config);
  const clientKeys = createClientKeys(deps.documents, deps.clock);
  const context: Context = {
    ...deps,
    ...records,
    config,
    keys,
    clientKeys,
    logos: createClientLogos({ ...deps, events, source: deps.logos }),
    grantTypes,
    authMethods,
    openTokens: () => Promise.resolve(context),
  };
  return {
    config,
    ...endpointsOf(context),
    checkDocument: (id, body) => checkDocument(context, id, body),
    interactions: {
      view: async (id, cookies) => viewInteraction(context, await openInteraction(context, id, cookies)),
      signIn: (visit, form) => signIn(context, visit, form),
      decide: (visit, form) => decide(context, visit, form),
      takeAnswer: (visit, sealed) => takeAnswer(context, visit, sealed),
      signOut: (visit, form) => signOut(context, visit, form),
    },
    account: createAccount(context),
    devices: createDevicePage(context),
    clientLogo: async (id) => (await deps.store.logos.get(id, deps.clock.now()))?.png,
    sessions: sessionsOf(context),
    manage: createServerManagement(context),
    manageFor: (actor) => createServerManagement(withActor(context, actor)),
    makeOnce: (call, make) => makeOnce(context, call, make),
    flights,
    status: () => describeSystem(context, startedAt),
    traffic: (span) => describeTraffic(context, span),
    async maintain() {
      await context.keys.refresh();
      const now = deps.clock.now();
      const unused = await deps.store.clients.deleteUnused(after(now, -config.registration.unusedClientSeconds));
      for (const clientId of unused) records.events.emit({ type: "client.forgotten", clientId });
      await records.counters.flush();
      const pruned = await audit.maintain(config.auditRetentionSeconds);
      return unused.length + pruned + (await deps.store.clean(now));
    },
    flush: async () => void (await Promise.all([audit.flush(), records.counters.flush()])),
  };
}
