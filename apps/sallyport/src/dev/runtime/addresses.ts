import { canonicalIssuer, isLoopbackHost, type Store } from "@sallyport/core";
import { Failure } from "../../terminal/failure.ts";
import { hostsToListenOn, type ListenAddress } from "../../server/listeners.ts";
import type { Certified } from "../../server/listen.ts";
import type { DevPlan } from "../plan.ts";

const usualPort = 4455;

/** A database keeps its issuer, and with it scheme and port. */
export async function chooseAddresses(
  plan: DevPlan,
  store: Store,
  tls: Certified | undefined,
): Promise<{ publicAddress: ListenAddress; adminAddress: (publicPort: number) => ListenAddress }> {
  const known = await readKnownPort(plan, store);
  const { port = known ?? usualPort, adminPort } = plan;
  const publicAddress = {
    hosts: hostsToListenOn(plan.host),
    port,
    isFlexible: plan.port === undefined && known === undefined,
    flag: "--port",
    tls,
  };
  const adminAddress = (publicPort: number): ListenAddress => ({
    hosts: hostsToListenOn(plan.adminHost),
    port: adminPort ?? (plan.port === 0 ? 0 : publicPort + 1),
    isFlexible: adminPort === undefined,
    flag: "--admin-port",
    tls,
  });
  return { publicAddress, adminAddress };
}

async function readKnownPort(plan: DevPlan, store: Store): Promise<number | undefined> {
  const state = await store.system.get();
  if (state === undefined) return undefined;
  const { protocol, hostname, port } = new URL(state.issuer);
  const isHttps = protocol === "https:";
  const belongs = `${store.description} belongs to the server ${state.issuer}`;
  if (!isLoopbackHost(hostname) || !canonicalIssuer(state.issuer).ok) {
    const message = `${belongs}: dev would put people with known passwords into it`;
    throw new Failure("production_database", message, { field: "database" });
  }
  if (isHttps === plan.isHttps) return Number(port || (isHttps ? 443 : 80));
  const advice = isHttps ? "start it with --https" : "start it without --https";
  throw new Failure("issuer_changed", `${belongs}, and tokens name it: ${advice}, or take another database`, {
    field: "https",
  });
}
