import { canonicalIssuer, type Client, isLoopbackHost, type Provider, type Store } from "@sallyport/core";
import { fastapiModuleLimits, type Limits } from "@sallyport/http";
import { seedClient } from "./dev/client.ts";
import { type Demo, startDemo } from "./dev/demo.ts";
import { people, seedPeople } from "./dev/people.ts";
import { obtainToken } from "./dev/token.ts";
import { Failure } from "./failure.ts";
import { hostsToListenOn, openGround, type OpenGround, type Place, urlOf } from "./ground.ts";
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
  /** The MCP endpoint of the demo. */
  mcpUrl: string | undefined;
  /** For alice, by the dev client; absent when her password was changed. */
  accessToken: string | undefined;
}

const usualPort = 4455;
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

/** Starts a server with everything ready to be tried. */
export async function startDev(plan: DevPlan, log: Log): Promise<DevServer> {
  const store = await openStore(plan.database, true);
  // What happens until everything is ready is of no interest to the person who waits.
  let isReady = false;
  const events = { emit: (event: Parameters<typeof logEvent>[1]) => void (isReady && logEvent(log, event)) };
  const ground = await openGround(store, await choosePlaces(plan, store), { log, events });
  let running: Running | undefined;
  let demo: Demo | undefined;
  try {
    const issuer = urlOf(plan.host, ground.publicSide.port);
    running = await startServer(toServerPlan(plan, issuer, ground), ground);
    const { manage } = running.provider;
    await seedPeople(manage);
    const client = await seedClient(manage);
    demo = plan.demo && (await startDemo(issuer, manage, demoPlace(plan.demo.port, ground)));
    const accessToken = await mintToken(running.provider, client, demo);
    isReady = true;
    return await describeServer(running, { client, demo, accessToken, adminUrl: adminUrlOf(plan, ground) });
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
  adminUrl: string;
}

async function describeServer(running: Running, { client, demo, accessToken, adminUrl }: Offer): Promise<DevServer> {
  const { provider } = running;
  const { issuer } = provider.config;
  const { userinfo_endpoint: userinfo } = await provider.metadata();
  const { store: description } = await provider.status();
  return {
    provider,
    issuer,
    adminUrl,
    userinfoUrl: typeof userinfo === "string" ? userinfo : issuer,
    description,
    client,
    mcpUrl: demo?.url,
    accessToken,
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

function adminUrlOf({ adminHost }: DevPlan, { adminSide }: OpenGround): string {
  return urlOf(adminHost, adminSide.port);
}

function toServerPlan(plan: DevPlan, issuer: string, ground: OpenGround): ServerPlan {
  return {
    database: plan.database,
    provider: {
      issuer,
      registration: { ...plan.registration, allowLoopbackDocuments: true },
      rememberUnprovenConsent: plan.rememberConsent,
      ...plan.lifetimes,
      pathPrefix: pathPrefixOf(plan.preset),
    },
    adminUrl: adminUrlOf(plan, ground),
    enabled: plan.enabled,
    coHosted: plan.coHosted,
    keepOpener: plan.keepOpener,
    trustedHops: 0,
    tellsFixes: true,
    limits: plan.preset === "fastapi-module" ? fastapiModuleLimits : generous,
    signInLimits: { perAddressAndMinute: 1_000, perAccountAndMinute: 1_000 },
  };
}

/** A database keeps its issuer, and with it the port. */
async function choosePlaces(
  plan: DevPlan,
  store: Store,
): Promise<{ publicPlace: Place; adminPlace: (publicPort: number) => Place }> {
  const known = await readKnownPort(store);
  const { port = known ?? usualPort, adminPort } = plan;
  const publicPlace = {
    hosts: hostsToListenOn(plan.host),
    port,
    isFlexible: plan.port === undefined && known === undefined,
    flag: "--port",
  };
  const adminPlace = (publicPort: number): Place => ({
    hosts: hostsToListenOn(plan.adminHost),
    port: adminPort ?? (plan.port === 0 ? 0 : publicPort + 1),
    isFlexible: adminPort === undefined,
    flag: "--admin-port",
  });
  return { publicPlace, adminPlace };
}

function demoPlace(port: number | undefined, { publicSide }: OpenGround): { port: number; isFlexible: boolean } {
  return { port: port ?? publicSide.port + 2, isFlexible: port === undefined };
}

async function readKnownPort(store: Store): Promise<number | undefined> {
  const state = await store.system.get();
  if (state === undefined) return undefined;
  const { protocol, hostname, port } = new URL(state.issuer);
  if (protocol === "http:" && isLoopbackHost(hostname) && canonicalIssuer(state.issuer).ok) return Number(port || 80);
  await store.close();
  const message = `${store.description} belongs to the server ${state.issuer}: dev would put people with known passwords into it`;
  throw new Failure("production_database", message, { field: "database" });
}
