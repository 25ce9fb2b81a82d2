import { AsyncLocalStorage } from "node:async_hooks";
import type { RequestListener } from "node:http";
import { assets } from "#assets";
import {
  type Clock,
  createProvider,
  type Deps,
  type DocumentSource,
  type EventSink,
  type LogoSource,
  type PasswordHasher,
  type Provider,
  type ProviderOptions,
  type RequestOrigin,
  type Store,
} from "@sallyport/core";
import { createSystemRandom } from "@sallyport/core/random";
import {
  type RouteInterceptor,
  createPublicApp,
  type HttpSettings,
  type Limits,
  type RequestEntry,
  type SuggestedPerson,
  type RunInRequest,
} from "@sallyport/http";
import { createDocumentSource, type FetcherOptions } from "@sallyport/outbound";
import type { EffectiveSetting, SignInLimits } from "@sallyport/rpc";
import { createReplayCounts } from "@sallyport/rpc/replay-counts";
import type { RequestHandler } from "express";
import { Failure } from "../terminal/failure.ts";
import { type Listening } from "./listen.ts";
import type { Log } from "../terminal/log.ts";
import { createLogoSource } from "./logos.ts";
import { startMaintenance } from "./maintenance.ts";
import { loadMasterKey, type MasterKeySettings, withRightKey } from "../storage/master-key.ts";
import { onDemand } from "./on-demand.ts";
import { createPasswordHasher } from "../storage/passwords.ts";
import { toStaticFiles } from "./static-files.ts";
import type { DatabaseAddress } from "../storage/open-store.ts";
import { systemClock } from "../storage/system-clock.ts";

/** Everything decided; no defaults are filled in here. */
export interface ServerPlan extends MasterKeySettings {
  database: DatabaseAddress;
  /** Issuer, prefix and the like. */
  provider: ProviderOptions;
  /** As administrators reach it. */
  adminUrl: string;
  http: HttpSettings;
  /** How many trusted reverse proxies are in front of the admin listener. */
  adminTrustedHops: number;
  limits: Partial<Limits>;
  signInLimits?: SignInLimits | undefined;
  /** What the plan came from, for `settings.effective`. */
  settings: readonly EffectiveSetting[];
  /** Stands before what the public listener answers. */
  beforePublic?: (next: RequestListener) => RequestListener;
  devHooks?: DevHooks;
  /** Stands before the documents that strangers name. */
  beforeDocuments?: (source: DocumentSource, log: Log) => DocumentSource;
  /** Says in the log at once what `sallyport explain` would say of a refused request. */
  logsFixes?: boolean;
}

/** For those who try things out: `dev` has one, and nothing that `serve` imports can make one. */
export interface DevHooks extends Pick<Deps, "makeKeyPair"> {
  clock: Clock;
  passwords: PasswordHasher;
  interceptor: RouteInterceptor;
  observe(entry: RequestEntry): void;
  suggested: readonly SuggestedPerson[];
  /** Answers below `/dev` of the admin listener. */
  answer: RequestHandler;
}

/** What is open already: it is closed with the server, also when the server does not come up. */
export interface Listeners {
  store: Store;
  publicSide: Listening;
  adminSide: Listening;
  log: Log;
  events: EventSink;
}

export interface Running {
  provider: Provider;
  /** Answers what is in flight for up to five seconds, then closes everything. */
  close(): Promise<void>;
}

const graceMs = 5_000;

/** Builds the provider and both listeners on open listeners. When that fails, the listeners is left to the caller. */
export async function startServer(plan: ServerPlan, listeners: Listeners): Promise<Running> {
  const { store, log } = listeners;
  await using stack = new AsyncDisposableStack();
  const { documents, logos } = openSources(plan, log, stack);
  const clock = plan.devHooks?.clock ?? systemClock;
  const replays = createReplayCounts(clock);
  const events = toBoth(listeners.events, replays);
  const requests = new AsyncLocalStorage<RequestOrigin>();
  const runInRequest: RunInRequest = (origin, work) => requests.run(origin, work);
  const origin = (): RequestOrigin | undefined => requests.getStore();
  const provider = await openProvider(plan, { store, events, documents, logos, origin, clock });
  stack.defer(startMaintenance(provider, log));
  const closer = new AbortController();
  const { signal } = closer;
  const ready = async (): Promise<boolean> => !signal.aborted && (await store.system.get()) !== undefined;
  const { adminUrl, signInLimits, adminTrustedHops: trustedHops, beforePublic = (next) => next } = plan;
  listeners.publicSide.serve(beforePublic(createPublicSide(plan, { provider, log, ready, runInRequest })));
  const readConsole = async () => toStaticFiles(await assets.readConsole());
  const admin = {
    provider,
    adminUrl,
    signInLimits,
    trustedHops,
    replays,
    settings: plan.settings,
    readConsole,
    log,
    runInRequest,
    closing: signal,
    devHooks: plan.devHooks?.answer,
  };
  listeners.adminSide.serve(
    onDemand<Parameters<RequestListener>>(async () => (await import("./admin-app.ts")).createAdminApp(admin)),
  );
  const behind = stack.move();
  let closing: Promise<void> | undefined;

  async function shutDown(): Promise<void> {
    closer.abort();
    await Promise.all([listeners.publicSide.close(graceMs), listeners.adminSide.close(graceMs)]);
    await behind.disposeAsync();
    // A store that takes nothing now has been told of in the log, and again here.
    await provider
      .flush()
      .catch((cause: unknown) => log.error({ cause }, "the last audit events could not be written"));
    await store.close();
  }
  return { provider, close: () => (closing ??= shutDown()) };
}

/** What is fetched from strangers. */
function openSources(
  { provider, beforeDocuments = (source) => source }: ServerPlan,
  log: Log,
  stack: AsyncDisposableStack,
): { documents: DocumentSource; logos: LogoSource } {
  const allowLoopback = provider.registration?.allowLoopbackDocuments === true;
  const logged = (message: string): FetcherOptions => ({
    allowLoopback,
    onFetch: (fetched) => log.info({ ...fetched }, message),
  });
  const close = (source: { close(): Promise<void> }) => source.close();
  return {
    documents: beforeDocuments(stack.adopt(createDocumentSource(logged("fetched a document")), close), log),
    logos: stack.adopt(createLogoSource(logged("fetched a logo"), assets.drawing), close),
  };
}

function toBoth(first: EventSink, second: EventSink): EventSink {
  return {
    emit(event, by) {
      first.emit(event, by);
      second.emit(event, by);
    },
  };
}

function createPublicSide(
  plan: ServerPlan,
  {
    provider,
    log,
    ready,
    runInRequest,
  }: { provider: Provider; log: Log; ready: () => Promise<boolean>; runInRequest: RunInRequest },
): ReturnType<typeof createPublicApp> {
  return createPublicApp({
    ...plan.http,
    provider,
    limits: plan.limits,
    account: onDemand(async () => (await import("./account-calls.ts")).createAccountCalls(provider, log)),
    observe: (entry) => {
      logRequest(log, entry);
      plan.devHooks?.observe(entry);
      if (plan.logsFixes === true) void tellFix(provider, log, entry);
    },
    ready,
    runInRequest,
    interceptor: plan.devHooks?.interceptor,
    suggested: plan.devHooks?.suggested,
  });
}

function logRequest(log: Log, { durationMs, ...entry }: RequestEntry): void {
  const fields = { ...entry, durationMs: Math.round(durationMs) };
  if (entry.status >= 500) log.error(fields, "request");
  else log.info(fields, "request");
}

async function tellFix({ manage }: Provider, log: Log, { errorId }: RequestEntry): Promise<void> {
  if (errorId === undefined) return;
  const explained = await manage.incidents.explain(errorId).catch(() => undefined);
  if (explained !== undefined) log.info({ rule: explained.rule }, `${errorId}: ${explained.fix}`);
}

async function openProvider(
  plan: ServerPlan,
  given: Pick<Deps, "store" | "events" | "documents" | "logos" | "origin" | "clock">,
): Promise<Provider> {
  const { issuer } = plan.provider;
  const { store } = given;
  const state = await store.system.claimIssuer(issuer);
  if (state.issuer !== issuer) {
    const message = `${store.description} belongs to the issuer ${state.issuer}, and tokens name it; start with that issuer or take another database`;
    throw new Failure("issuer_changed", message, { field: "issuer" });
  }
  const masterKey = await loadMasterKey(plan, plan.database, store);
  const { passwords = createPasswordHasher(), makeKeyPair } = plan.devHooks ?? {};
  const random = createSystemRandom();
  const deps = { ...given, random, passwords, masterKey, makeKeyPair };
  return await withRightKey(() => createProvider(plan.provider, deps));
}
