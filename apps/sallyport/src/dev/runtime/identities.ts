import { hostsToListenOn, urlOf } from "../../server/listeners.ts";
import type { Certified } from "../../server/listen.ts";
import type { Log } from "../../terminal/log.ts";
import type { DevPlan } from "../plan.ts";
import type { Listeners } from "../../server/wire.ts";
import type { IdentityProvider } from "../identity-provider/start.ts";
import { subjectOf } from "../identity-provider/subjects.ts";

interface IdentityOptions {
  /** The issuer of the authorization server. */
  server: string;
  tls: Certified | undefined;
  log: Log;
  now: () => number;
}

/** Starts the identity provider when it is wanted; its code is not loaded otherwise. On failure the store is closed. */
export async function openIdentities(
  plan: DevPlan,
  { store, ...options }: IdentityOptions & Pick<Listeners, "store">,
): Promise<IdentityProvider | undefined> {
  try {
    return await start(plan, options);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function start(plan: DevPlan, { tls, ...options }: IdentityOptions): Promise<IdentityProvider | undefined> {
  const { identityProvider: wanted, host, auto } = plan;
  if (wanted === undefined) return undefined;
  const { startIdentityProvider } = await import("../identity-provider/start.ts");
  const usual = plan.port === 0 ? 0 : Number(new URL(options.server).port) + 4;
  return await startIdentityProvider({
    ...options,
    address: {
      hosts: hostsToListenOn(host),
      port: wanted.port ?? usual,
      isFlexible: wanted.port === undefined,
      flag: "--identity-provider-port",
      tls,
    },
    issuerAt: (port) => urlOf(host, port, tls === undefined ? "http" : "https"),
    person: auto.person === undefined ? undefined : subjectOf(auto.person.email),
  });
}
