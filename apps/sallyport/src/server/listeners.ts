import type { EventSink, Store } from "@sallyport/core";
import { bothLoopbacks, type Certified, listen, type Listening, listenNear } from "./listen.ts";
import type { Log } from "../terminal/log.ts";
import type { Listeners } from "./wire.ts";

/** Where a listener goes. */
export interface ListenAddress {
  hosts: readonly string[];
  port: number;
  /** Whether a taken port may be replaced by the next free one. */
  isFlexible: boolean;
  /** Named in errors. */
  flag: string;
  /** Absent: http. */
  tls?: Certified | undefined;
  requestTimeoutMs?: number | undefined;
}

export interface OpenListeners extends Listeners {
  /** Gives everything back, when the server does not come up. */
  abandon(): Promise<void>;
}

/** Takes the ports. `adminAddress` is asked when the public port is known. */
export async function openListeners(
  store: Store,
  places: { publicAddress: ListenAddress; adminAddress: (publicPort: number) => ListenAddress },
  sinks: { log: Log; events: EventSink },
): Promise<OpenListeners> {
  const open: Listening[] = [];
  const abandon = async (): Promise<void> => {
    await Promise.all(open.map((listening) => listening.close(0)));
    await store.close();
  };
  try {
    const publicSide = await listenAt(places.publicAddress);
    open.push(publicSide);
    const adminSide = await listenAt(places.adminAddress(publicSide.port));
    open.push(adminSide);
    return { store, publicSide, adminSide, ...sinks, abandon };
  } catch (error) {
    await abandon();
    throw error;
  }
}

/** Takes the port of a place. */
export async function listenAt({ isFlexible, ...options }: ListenAddress): Promise<Listening> {
  return await (isFlexible ? listenNear(options) : listen(options));
}

/** `localhost` is both loopback addresses: clients differ in which one they try. */
export function hostsToListenOn(host: string): readonly string[] {
  return host === "localhost" ? bothLoopbacks : [host.replace(/^\[(.*)\]$/, "$1")];
}

/** The origin of a listener that is reached directly. */
export function urlOf(host: string, port: number, scheme: "http" | "https" = "http"): string {
  const isBareIpv6 = host.includes(":") && !host.startsWith("[");
  return new URL(`${scheme}://${isBareIpv6 ? `[${host}]` : host}:${port}`).origin;
}
