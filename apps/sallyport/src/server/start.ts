import { ManagementError, type ProviderOptions } from "@sallyport/core";
import { fastapiModuleLimits } from "@sallyport/http";
import type { EffectiveSetting } from "@sallyport/rpc";
import { hostsToListenOn, openListeners, urlOf } from "./listeners.ts";
import { createJsonLog, type Log, logEvent } from "../terminal/log.ts";
import type { ServePlan } from "../settings/serve-plan.ts";
import { pathPrefixOf } from "../settings/preset.ts";
import type { ProtectedAddress, ProtectedServer } from "./protection.ts";
import { exitWithLog, waitForStop } from "./stop-signal.ts";
import { refuseInspector } from "../terminal/no-inspector.ts";
import { isOpenToOthers, openStore } from "../storage/open-store.ts";
import { type Listeners, type Running, startServer } from "./wire.ts";

/** What others may know when the server answers. */
export interface ServeAnnouncement {
  issuer: string;
  adminUrl: string;
  listening: { host: string; port: number };
  protected?: { url: string; upstream: string; port: number; identityKeysUrl: string };
}

export interface Serving extends Running {
  announcement: ServeAnnouncement;
}

/** A plan, and what it came from. */
export interface ExplainedPlan extends ServePlan {
  settings: readonly EffectiveSetting[];
}

/** Starts the server of the plan. */
export async function startServe(plan: ExplainedPlan, log: Log): Promise<Serving> {
  for (const note of plan.notes) log.warn({}, note);
  warnOfRisks(plan, log);
  const { host, adminHost } = plan;
  const protect = plan.protect && (await import("./protection.ts")).prepareProtected(plan.protect);
  const store = await openStore(plan.database, true);
  if (await isOpenToOthers(plan.database)) {
    log.warn({ database: store.description }, "other users of this machine can read the database: chmod 600 its files");
  }
  const listeners = await openListeners(
    store,
    {
      publicAddress: { hosts: hostsToListenOn(host), port: plan.port, isFlexible: false, flag: "--port" },
      adminAddress: (publicPort) => ({
        hosts: hostsToListenOn(adminHost),
        port: plan.adminPort ?? (plan.port === 0 ? 0 : publicPort + 1),
        isFlexible: false,
        flag: "--admin-port",
      }),
    },
    { log, events: { emit: (event) => logEvent(log, event) } },
  );
  let running: Running | undefined;
  try {
    const adminUrl = plan.adminUrl ?? urlOf(adminHost, listeners.adminSide.port);
    const limits = plan.preset === "fastapi-module" ? fastapiModuleLimits : {};
    running = await startServer({ ...plan, adminUrl, limits, provider: toProviderOptions(plan) }, listeners);
    await createOwner(running, plan.owner);
    const listening = { host, port: listeners.publicSide.port };
    const shielded = await protect?.(placeOf(plan, listeners), { provider: running.provider, ...listeners });
    return withProtected(running, shielded, { issuer: plan.issuer, adminUrl, listening });
  } catch (error) {
    await (running === undefined ? listeners.abandon() : running.close());
    throw error;
  }
}

/** Serves until the program is asked to stop; then ends the process. */
export async function serveUntilStopped(
  plan: ExplainedPlan,
  announce: (announcement: ServeAnnouncement) => void,
): Promise<void> {
  const log = await createJsonLog(plan.logLevel);
  const stopped = waitForStop();
  refuseInspector();
  process.on("unhandledRejection", (cause) => log.error({ cause }, "unhandled promise rejection"));
  const serving = await startServe(plan, log);
  announce(serving.announcement);
  await stopped;
  await serving.close();
  await exitWithLog(log);
}

function placeOf(plan: ServePlan, { publicSide }: Listeners): ProtectedAddress {
  const { host, port, protect } = plan;
  const address = {
    hosts: hostsToListenOn(host),
    port: protect?.port ?? (port === 0 ? 0 : publicSide.port + 2),
    isFlexible: false,
    flag: "--protect-port",
  };
  return { address, publicUrl: () => protect?.publicUrl ?? "", keys: plan };
}

function withProtected(
  running: Running,
  shielded: ProtectedServer | undefined,
  announcement: ServeAnnouncement,
): Serving {
  if (shielded === undefined) return { ...running, announcement };
  const { url, upstream, port, identityKeysUrl } = shielded;
  return {
    ...running,
    announcement: { ...announcement, protected: { url, upstream, port, identityKeysUrl } },
    async close() {
      // What it asks for each request goes last.
      await shielded.close();
      await running.close();
    },
  };
}

function toProviderOptions({ issuer, registration, preset, options }: ServePlan): ProviderOptions {
  return { issuer, registration, ...options, pathPrefix: pathPrefixOf(preset) };
}

/** A switch that is dangerous is named at every start. */
function warnOfRisks({ database, issuer, registration }: ServePlan, log: Log): void {
  if (database.kind === "memory") log.warn({}, "the database is memory: everything is forgotten at exit");
  if (issuer.startsWith("http:")) log.warn({}, "the issuer uses http: tokens travel in the clear");
  if (registration.dynamic === "open") log.warn({}, "anybody may register clients");
}

/** Only the first start makes the person; a later password in the settings changes nothing. */
async function createOwner({ provider }: Running, owner: ServePlan["owner"]): Promise<void> {
  if (owner === undefined) return;
  try {
    await provider.manage.users.create({ ...owner, role: "owner" });
  } catch (error) {
    if (!(error instanceof ManagementError && error.code === "already_exists")) throw error;
  }
}
