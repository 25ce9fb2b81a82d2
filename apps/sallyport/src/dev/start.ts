import { hostSpellings, type MakeKeyPair, type Provider } from "@sallyport/core";

import { fastapiModuleLimits, type Limits } from "@sallyport/http";
import type { EffectiveSetting } from "@sallyport/rpc";
import { type Announcement, describeDev } from "./announcement.ts";
import type { Demo, DemoAddress } from "./runtime/demo.ts";
import type { ControlContext } from "./control/control-context.ts";
import { serveDocuments } from "./documents/document-service.ts";
import { withKeptDocuments } from "./documents/kept-documents.ts";
import { hostDocuments, type HostedDocument } from "./documents/documents.ts";
import { holdPorts } from "./runtime/hold-ports.ts";
import { openIdentities } from "./runtime/identities.ts";
import type { IdentityProvider } from "./identity-provider/start.ts";
import type { LocalTls } from "./runtime/local-authority.ts";
import { chooseAddresses } from "./runtime/addresses.ts";
import { protectedAddressOf } from "./runtime/protected-address.ts";
import { startDevRuntime, type DevRuntime } from "./runtime/dev-runtime.ts";
import { errorPages } from "./error-pages/error-pages.ts";
import { createTools } from "./runtime/tools.ts";
import { Failure } from "../terminal/failure.ts";
import { openListeners, urlOf } from "../server/listeners.ts";
import { type Log, logEvent } from "../terminal/log.ts";
import type { DevPlan } from "./plan.ts";
import type { DevServer } from "./dev-server.ts";
import { pathPrefixOf } from "../settings/preset.ts";
import { openStore } from "../storage/open-store.ts";
import type { Listeners, ServerPlan, DevHooks } from "../server/wire.ts";

/** A plan, and what it came from. */
export interface ExplainedPlan extends DevPlan {
  settings: readonly EffectiveSetting[];
}

/** Nobody else can call, and test suites call often. */
const generous: Partial<Limits> = {
  authorize: 100_000,
  interaction: 100_000,
  token: 100_000,
  revoke: 100_000,
  introspect: 100_000,
  userinfo: 100_000,
  register: 100_000,
  signInFailuresPerAccount: 1_000,
  signInFailuresPerAddress: 1_000,
};

/** A document that says so is asked for each time, so that a change counts at once. */
const documentFreshSeconds = { min: 0, max: 86_400 };

/** Starts a server with everything ready to be tried. `makeKeyPair` is for keys that were begun before. */
export async function startDev(plan: ExplainedPlan, log: Log, makeKeyPair?: MakeKeyPair): Promise<DevServer> {
  const protect = plan.protect && (await import("../server/protection.ts")).prepareProtected(plan.protect);
  const tls = plan.isHttps ? await openTls(plan) : undefined;
  const store = await openStore(plan.database, true);
  // What happens until everything is ready is of no interest to the person who waits.
  let isReady = false;
  const events = { emit: (event: Parameters<typeof logEvent>[1]) => void (isReady && logEvent(log, event)) };
  const places = await chooseAddresses(plan, store, tls).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  const { listeners, release } = holdPorts(await openListeners(store, places, { log, events }));
  const addresses = addressesOf(plan, listeners, tls?.caFile);
  const run: Run = { provider: undefined, runtime: undefined, identities: undefined, server: undefined };
  const tools = createTools({ ...addresses, ...viewsOf(run), auto: plan.auto, reset: shareCalls(reset), makeKeyPair });
  const server = toServerPlan(plan, { ...addresses, log, devHooks: tools.devHooks });
  const now = (): number => tools.clock.devNow();

  async function raise(on: Listeners): Promise<DevServer> {
    isReady = false;
    const demoAddress = demoAddressOf(plan, listeners, run.runtime?.demo);
    const onProvider = (provider: Provider): void => void (run.provider = provider);
    const protectedAddress = protectedAddressOf(plan, {
      publicPort: on.publicSide.port,
      tls,
      known: run.runtime?.protectedServer,
    });
    const startProtected = protect && ((provider: Provider) => protect(protectedAddress, { provider, ...on }));
    const { documents } = addresses;
    const runtime = await startDevRuntime({ server, documents, demoAddress, startProtected, onProvider, now }, on);
    run.runtime = runtime;
    isReady = true;
    run.server = await describeServer(run, runtime, { ...addresses, close });
    return run.server;
  }

  async function reset(): Promise<Announcement> {
    refuseFile(plan);
    await closeDevRuntime(run);
    tools.clear();
    run.identities?.clear();
    return describeDev(await raise({ ...listeners, store: await openStore(plan.database, true) }));
  }

  async function close(): Promise<void> {
    release();
    tools.close();
    await Promise.all([closeDevRuntime(run), run.identities?.close()]);
  }

  try {
    run.identities = await openIdentities(plan, { ...listeners, server: addresses.issuer, tls, now });
    return await raise(listeners);
  } catch (error) {
    release();
    await Promise.all([listeners.publicSide.close(0), listeners.adminSide.close(0), run.identities?.close()]);
    throw error;
  }
}

/** What runs at the moment. */
interface Run {
  provider: Provider | undefined;
  runtime: DevRuntime | undefined;
  identities: IdentityProvider | undefined;
  server: DevServer | undefined;
}

/** What the tools look at. */
function viewsOf(run: Run): Pick<ControlContext, "provider" | "identities" | "describe"> {
  return {
    provider: () => runningOf(run.provider),
    identities: () => run.identities,
    describe: () => describeDev(runningOf(run.server)),
  };
}

function runningOf<Part>(part: Part | undefined): Part {
  if (part === undefined) throw new Error("the server has not started yet");
  return part;
}

async function closeDevRuntime({ runtime }: Run): Promise<void> {
  await Promise.all([runtime?.demo?.close(), runtime?.protectedServer?.close()]);
  await runtime?.running.close();
}

/** Those who ask while it is under way wait for the same. */
function shareCalls<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let underWay: Promise<Result> | undefined;
  return async () => {
    underWay ??= work().finally(() => (underWay = undefined));
    return await underWay;
  };
}

/** @throws Failure what is kept in a file is nobody's to throw away by a call */
function refuseFile({ database }: DevPlan): void {
  if (database.kind === "memory") return;
  const message = `reset works only with a memory: database: stop the server and delete ${database.file} instead`;
  throw new Failure("database_kept", message, { field: "database" });
}

/** What stays the same over a reset. */
interface DevAddresses {
  issuer: string;
  adminUrl: string;
  documents: readonly HostedDocument[];
  caFile: string | undefined;
}

function addressesOf(plan: DevPlan, { publicSide, adminSide }: Listeners, caFile: string | undefined): DevAddresses {
  const scheme = plan.isHttps ? "https" : "http";
  const issuer = urlOf(plan.host, publicSide.port, scheme);
  const adminUrl = urlOf(plan.adminHost, adminSide.port, scheme);
  return { issuer, adminUrl, caFile, documents: hostDocuments(plan.documents, issuer) };
}

async function describeServer(
  run: Run,
  { running, client, demo, protectedServer, accessToken }: DevRuntime,
  offer: DevAddresses & Pick<DevServer, "close">,
): Promise<DevServer> {
  const { provider } = running;
  const { userinfo_endpoint: userinfo } = await provider.metadata();
  const { store: description } = await provider.status();
  return {
    ...offer,
    provider,
    client,
    accessToken,
    freshToken: async () => await run.runtime?.mintToken(),
    identityIssuer: run.identities?.issuer,
    userinfoUrl: typeof userinfo === "string" ? userinfo : offer.issuer,
    description,
    mcpUrl: demo?.url,
    protectedServer,
  };
}

/** From here on the whole program trusts the local authority, as its clients have to: documents and keys are fetched. */
async function openTls({ certificates }: DevPlan): Promise<LocalTls> {
  const [{ openLocalTls }, { getCACertificates, setDefaultCACertificates }] = await Promise.all([
    import("./runtime/local-authority.ts"),
    import("node:tls"),
  ]);
  const tls = await openLocalTls(certificates, new Date());
  setDefaultCACertificates([...getCACertificates("default"), tls.ca]);
  return tls;
}

interface Decided extends DevAddresses {
  log: Log;
  devHooks: DevHooks;
}

function toServerPlan(plan: ExplainedPlan, { issuer, adminUrl, documents, log, devHooks }: Decided): ServerPlan {
  return {
    database: plan.database,
    provider: {
      issuer,
      registration: { ...plan.registration, allowLoopbackDocuments: true, documentFreshSeconds },
      ...plan.options,
      pathPrefix: pathPrefixOf(plan.preset),
    },
    adminUrl,
    http: { ...plan.http, errorUri: errorPages(adminUrl) },
    adminTrustedHops: 0,
    settings: plan.settings,
    beforePublic: (next) => serveDocuments({ documents, hosts: hostSpellings(issuer), log }, next),
    logsFixes: true,
    devHooks,
    beforeDocuments: withKeptDocuments,
    limits: plan.preset === "fastapi-module" ? fastapiModuleLimits : generous,
    signInLimits: { perAddressAndMinute: 1_000, perAccountAndMinute: 1_000 },
  };
}

/** After a reset it is where it was. */
function demoAddressOf(
  { demo }: DevPlan,
  { publicSide }: Listeners,
  known: Demo | undefined,
): Omit<DemoAddress, "now"> | undefined {
  if (known !== undefined) return { port: Number(new URL(known.url).port), isFlexible: false };
  return demo && { port: demo.port ?? publicSide.port + 2, isFlexible: demo.port === undefined };
}
