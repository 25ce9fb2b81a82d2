import { hostsToListenOn, urlOf } from "../../server/listeners.ts";
import type { Certified } from "../../server/listen.ts";
import type { Log } from "../../terminal/log.ts";
import type { DevPlan } from "../plan.ts";
import type { Ground } from "../../server/wire.ts";
import type { IdentityProvider } from "../identity-provider/start.ts";
import { subjectOf } from "../identity-provider/subjects.ts";

interface Around {
  /** The issuer of the authorization server. */
  server: string;
  tls: Certified | undefined;
  log: Log;
  now: () => number;
}

/** Starts the identity provider when it is wanted; its code is not loaded otherwise. On failure the store is closed. */
export async function openIdentities(
  plan: DevPlan,
  { store, ...around }: Around & Pick<Ground, "store">,
): Promise<IdentityProvider | undefined> {
  try {
    return await start(plan, around);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function start(plan: DevPlan, { tls, ...around }: Around): Promise<IdentityProvider | undefined> {
  const { identityProvider: wanted, host, auto } = plan;
  if (wanted === undefined) return undefined;
  const { startIdentityProvider } = await import("../identity-provider/start.ts");
  const usual = plan.port === 0 ? 0 : Number(new URL(around.server).port) + 4;
  return await startIdentityProvider({
    ...around,
    place: {
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
