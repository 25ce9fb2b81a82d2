import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { type Client, hostSpellings, type Provider } from "@sallyport/core";
import { fastapiModuleLimits, type Limits } from "@sallyport/http";
import type { EffectiveSetting } from "@sallyport/rpc";
import { checkDocuments } from "./dev/check-documents.ts";
import { seedClient } from "./dev/client.ts";
import { type Demo, startDemo } from "./dev/demo.ts";
import { serveDocuments } from "./dev/document-service.ts";
import { hostDocuments, type HostedDocument } from "./dev/documents.ts";
import type { LocalTls } from "./dev/local-authority.ts";
import { people, seedPeople } from "./dev/people.ts";
import { choosePlaces } from "./dev/places.ts";
import { obtainToken } from "./dev/token.ts";
import { openGround, type OpenGround, urlOf } from "./ground.ts";
import { type Log, logEvent } from "./log.ts";
import type { DevPlan } from "./plan-dev.ts";
import { pathPrefixOf } from "./preset.ts";
import { openStore } from "./store.ts";
import { type Running, type ServerPlan, startServer } from "./wire.ts";

export interface DevServer extends Running {
  issuer: string;
  adminUrl: string;
  userinfoUrl: string;
  description: string;
  client: Client;
  /** With https: the file of the certificate that clients have to trust. */
  caFile: string | undefined;
  documents: readonly HostedDocument[];
  /** The MCP endpoint of the demo. */
  mcpUrl: string | undefined;
  /** For alice, by the dev client; absent when her password was changed. */
  accessToken: string | undefined;
}

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

/** Starts a server with everything ready to be tried. */
export async function startDev(plan: ExplainedPlan, log: Log): Promise<DevServer> {
  const tls = plan.isHttps ? await openTls(plan) : undefined;
  const store = await openStore(plan.database, true);
  // What happens until everything is ready is of no interest to the person who waits.
  let isReady = false;
  const events = { emit: (event: Parameters<typeof logEvent>[1]) => void (isReady && logEvent(log, event)) };
  const places = await choosePlaces(plan, store, tls).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  const ground = await openGround(store, places, { log, events });
  let running: Running | undefined;
  let demo: Demo | undefined;
  try {
    const issuer = urlOf(plan.host, ground.publicSide.port, schemeOf(plan));
    const documents = hostDocuments(plan.documents, issuer);
    running = await startServer(toServerPlan(plan, { issuer, documents, ground }), ground);
    const { manage } = running.provider;
    await checkDocuments(running.provider, documents);
    await seedPeople(manage);
    const client = await seedClient(manage);
    demo = plan.demo && (await startDemo(issuer, manage, demoPlace(plan.demo.port, ground)));
    const accessToken = await mintToken(running.provider, client, demo);
    isReady = true;
    const offer = { client, demo, accessToken, documents, adminUrl: adminUrlOf(plan, ground), caFile: tls?.caFile };
    return await describeServer(running, offer);
  } catch (error) {
    await demo?.close();
    await (running === undefined ? ground.abandon() : running.close());
    throw error;
  }
}

interface Offer {
  client: Client;
  demo: Demo | undefined;
  accessToken: string | undefined;
  documents: readonly HostedDocument[];
  adminUrl: string;
  caFile: string | undefined;
}

async function describeServer(running: Running, { demo, ...offer }: Offer): Promise<DevServer> {
  const { provider } = running;
  const { issuer } = provider.config;
  const { userinfo_endpoint: userinfo } = await provider.metadata();
  const { store: description } = await provider.status();
  return {
    ...offer,
    provider,
    issuer,
    userinfoUrl: typeof userinfo === "string" ? userinfo : issuer,
    description,
    mcpUrl: demo?.url,
    async close() {
      await Promise.all([demo?.close(), running.close()]);
    },
  };
}

async function mintToken(provider: Provider, client: Client, demo: Demo | undefined): Promise<string | undefined> {
  const scope = ["openid", "profile", "email", ...(demo?.scopes ?? [])].join(" ");
  const [alice] = people;
  return await obtainToken(provider, { client, person: alice, scope, resource: demo?.url });
}

/** From here on the whole program trusts the local authority, as its clients have to: documents and keys are fetched. */
async function openTls({ certificates }: DevPlan): Promise<LocalTls> {
  const { openLocalTls } = await import("./dev/local-authority.ts");
  const tls = await openLocalTls(certificates, new Date());
  setDefaultCACertificates([...getCACertificates("default"), tls.ca]);
  return tls;
}

function schemeOf({ isHttps }: DevPlan): "http" | "https" {
  return isHttps ? "https" : "http";
}

function adminUrlOf(plan: DevPlan, { adminSide }: OpenGround): string {
  return urlOf(plan.adminHost, adminSide.port, schemeOf(plan));
}

interface Decided {
  issuer: string;
  documents: readonly HostedDocument[];
  ground: OpenGround;
}

function toServerPlan(plan: ExplainedPlan, { issuer, documents, ground }: Decided): ServerPlan {
  return {
    database: plan.database,
    provider: {
      issuer,
      registration: { ...plan.registration, allowLoopbackDocuments: true, documentFreshSeconds },
      rememberUnprovenConsent: plan.rememberConsent,
      ...plan.lifetimes,
      pathPrefix: pathPrefixOf(plan.preset),
    },
    adminUrl: adminUrlOf(plan, ground),
    enabled: plan.enabled,
    coHosted: plan.coHosted,
    keepOpener: plan.keepOpener,
    trustedHops: 0,
    adminTrustedHops: 0,
    settings: plan.settings,
    inFront: (next) => serveDocuments({ documents, hosts: hostSpellings(issuer), log: ground.log }, next),
    tellsFixes: true,
    limits: plan.preset === "fastapi-module" ? fastapiModuleLimits : generous,
    signInLimits: { perAddressAndMinute: 1_000, perAccountAndMinute: 1_000 },
  };
}

function demoPlace(port: number | undefined, { publicSide }: OpenGround): { port: number; isFlexible: boolean } {
  return { port: port ?? publicSide.port + 2, isFlexible: port === undefined };
}
