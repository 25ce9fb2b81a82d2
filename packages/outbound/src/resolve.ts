import { Resolver } from "node:dns/promises";
import { addAbortListener } from "node:events";
import { isIP } from "node:net";
import { isLoopbackAddress, isPublicAddress } from "./addresses.ts";
import { FetchFailure, failureOf } from "./failure.ts";
import { isLocalhost, type Target } from "./target.ts";

/** All addresses of a name, in the order in which they are tried. Rejects or is empty when there are none. */
export type Resolve = (host: string, signal: AbortSignal) => Promise<readonly string[]>;

/**
 * Asks the name servers of the machine, or `servers`. Not the operating system's look-up: that one completes
 * names from a search list, reads local tables, cannot be stopped and fills the thread pool while it hangs.
 */
export function createResolver(servers?: readonly string[]): Resolve {
  return async (host, signal) => {
    const resolver = new Resolver({ timeout: 1000, tries: 2 });
    if (servers !== undefined) resolver.setServers(servers);
    const listener = addAbortListener(signal, () => resolver.cancel());
    try {
      const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
      return answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
    } finally {
      listener[Symbol.dispose]();
    }
  };
}

/**
 * The addresses that may be called for `target`, asked for once. One bad answer spoils all: who mixes them
 * is trying something.
 * @throws FetchFailure when there is none, or one that is not public
 */
export async function resolveTarget(target: Target, resolve: Resolve, signal: AbortSignal): Promise<string[]> {
  const addresses = await addressesOf(target, resolve, signal);
  if (addresses.length === 0) throw new FetchFailure("dns_failed");
  const isAllowed = target.isLoopback ? isLoopbackAddress : isPublicAddress;
  if (!addresses.every(isAllowed)) throw new FetchFailure("address_not_public");
  return [...firstOf(addresses, 4), ...firstOf(addresses, 6)];
}

/** This machine is known without asking, so nobody can answer in its place. */
async function addressesOf({ host, isLoopback }: Target, resolve: Resolve, signal: AbortSignal): Promise<string[]> {
  if (isIP(host) !== 0) return [host];
  if (isLoopback && isLocalhost(host)) return ["127.0.0.1", "::1"];
  try {
    return [...(await untilAborted(resolve(host, signal), signal))];
  } catch (error) {
    throw failureOf(signal, "dns_failed", error);
  }
}

/** At most two of a family, so that one fetch cannot be made to knock at a whole network. */
function firstOf(addresses: readonly string[], family: 4 | 6): string[] {
  return addresses.filter((address) => isIP(address) === family).slice(0, 2);
}

/** `work`, or a rejection as soon as the signal ends, whatever `work` does then. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const listener = addAbortListener(signal, () => reject(failureOf(signal, "dns_failed", undefined)));
  try {
    return await Promise.race([work, promise]);
  } finally {
    listener[Symbol.dispose]();
  }
}
