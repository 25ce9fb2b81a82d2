import { hostsToListenOn, urlOf } from "../../server/listeners.ts";
import type { Certified } from "../../server/listen.ts";
import type { DevPlan } from "../plan.ts";
import type { ProtectedAddress, ProtectedServer } from "../../server/protection.ts";

interface ProtectedOptions {
  publicPort: number;
  tls: Certified | undefined;
  /** The one before a reset. */
  known: ProtectedServer | undefined;
}

/** Where the protected endpoint goes; after a reset it is where it was. */
export function protectedAddressOf(plan: DevPlan, { publicPort, tls, known }: ProtectedOptions): ProtectedAddress {
  const { host, port, protect, database } = plan;
  const usual = port === 0 ? 0 : publicPort + 3;
  const address = {
    hosts: hostsToListenOn(host),
    port: known?.port ?? protect?.port ?? usual,
    isFlexible: known === undefined && protect?.port === undefined,
    flag: "--protect-port",
    tls,
  };
  const { pathname } = new URL(protect?.upstream ?? "http://localhost");
  const origin = (own: number): string => urlOf(host, own, tls === undefined ? "http" : "https");
  return { address, publicUrl: (own) => origin(own) + pathname.replace(/\/$/, ""), keys: { database } };
}
