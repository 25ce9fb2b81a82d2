import { createAuditTrail } from "./records/audit/trail.ts";
import { authMethods } from "./client-auth/all.ts";
import { checkDocument } from "./clients/document.ts";
import { createClientLogos } from "./clients/logos.ts";
import { type Config, defaultConfig } from "./config.ts";
import type { Context, Deps } from "./context.ts";
import { handleAuthorize } from "./endpoints/authorize.ts";
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
import { makeOnce } from "./management/server/keyed-calls.ts";
import { createManagement } from "./management/all.ts";
import { describeTraffic } from "./management/server/statistics.ts";
import { manageKeys } from "./management/server/keys.ts";
import { describeSystem } from "./management/server/system.ts";
import type { Actor, EventSink } from "./records/events.ts";
import { createFlowLog, type RefusedRequest } from "./records/flow-log/flow-log.ts";
import { createAccount } from "./account/account.ts";
import { findAdmin, signInToAdmin, watchAdmin } from "./sign-in/admin-session.ts";
import { createDevicePage } from "./interactions/devices.ts";
import { findKeyHolder } from "./sign-in/api-keys.ts";
import { decide, signIn, signOut, takeAnswer } from "./interactions/answers.ts";
import { createFrontEnd } from "./interactions/front-end.ts";
import { openInteraction, viewInteraction } from "./interactions/interactions.ts";
import { endSession, findSignedIn } from "./sign-in/sessions.ts";
import { canonicalIssuer } from "./rules/issuer.ts";
import { createCounters } from "./records/counters.ts";
import { createSimulations } from "./simulations/simulate.ts";
import { after } from "./time.ts";
import { createClientKeys } from "./tokens/client-keys.ts";
import { openKeyRing } from "./tokens/key-ring.ts";
import type { Provider, ProviderOptions, ServerManagement } from "./provider.ts";

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
function openRecords(deps: Deps): Pick<Context, "audit" | "counters" | "flowLog" | "events"> {
  const audit = createAuditTrail({ ...deps, origin: deps.origin });
  const counters = createCounters(deps);
  const recorder = createFlowLog({ ...deps, events: toAll([audit, counters, deps.events]) });
  const noteRefusal = (refusal: RefusedRequest): string => {
    counters.noteRefusal(refusal.error);
    return recorder.noteRefusal(refusal);
  };
  return { audit, counters, flowLog: { ...recorder, noteRefusal }, events: recorder.events };
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
  const { audit, flowLog, events } = records;
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
      signIn: (request, form) => signIn(context, request, form),
      decide: (request, form) => decide(context, request, form),
      takeAnswer: (request, sealed) => takeAnswer(context, request, sealed),
      signOut: (request, form) => signOut(context, request, form),
    },
    account: createAccount(context),
    devices: createDevicePage(context),
    clientLogo: async (id) => (await deps.store.logos.get(id, deps.clock.now()))?.png,
    sessions: sessionsOf(context),
    manage: createServerManagement(context),
    manageFor: (actor) => createServerManagement(withActor(context, actor)),
    makeOnce: (call, make) => makeOnce(context, call, make),
    flowLog,
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
