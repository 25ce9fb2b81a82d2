import { usageFailure } from "./failure.ts";
import type { LogLevel } from "./log.ts";
import { type Lifetimes, readLifetimes } from "./lifetimes.ts";
import { isLoopback } from "./loopback.ts";
import { type RegistrationPlan, readRegistration } from "./registration.ts";
import type { Settings } from "./settings.ts";
import { type DatabaseAddress, parseDatabase } from "./store.ts";

/** What `dev` does, decided and checked. */
export interface DevPlan {
  database: DatabaseAddress;
  /** `localhost`: both loopback addresses. */
  host: string;
  adminHost: string;
  /** Absent: the usual one, or the next that is free. */
  port: number | undefined;
  adminPort: number | undefined;
  /** Absent: no demo. */
  demo: { port: number | undefined } | undefined;
  coHosted: boolean;
  keepOpener: boolean;
  enabled: boolean;
  registration: RegistrationPlan;
  rememberConsent: boolean;
  preset: Settings["preset"];
  lifetimes: Lifetimes;
  logLevel: LogLevel;
}

/** @throws Failure when others could reach what everybody knows the passwords of */
export function planDev(settings: Settings): DevPlan {
  const { host = "localhost", adminHost = host } = settings;
  refuseStrangers(host, "host");
  refuseStrangers(adminHost, "adminHost");
  if (settings.issuer !== undefined) {
    throw usageFailure("dev names its issuer itself (http://localhost:<port>): remove SALLYPORT_ISSUER", "issuer");
  }
  return {
    database: parseDatabase(settings.database ?? "memory:"),
    host,
    adminHost,
    port: settings.port,
    adminPort: settings.adminPort,
    demo: settings.demo === true || settings.demoPort !== undefined ? { port: settings.demoPort } : undefined,
    ...readSwitches(settings),
    registration: readRegistration(settings, { dynamic: "open" }),
    preset: settings.preset,
    lifetimes: readLifetimes(settings),
    logLevel: settings.logLevel ?? (settings.quiet === true ? "error" : "info"),
  };
}

function readSwitches({ coHosted = false, keepOpener = false, enabled = true, rememberConsent = false }: Settings) {
  return { coHosted, keepOpener, enabled, rememberConsent };
}

function refuseStrangers(host: string, field: string): void {
  if (isLoopback(host)) return;
  throw usageFailure(`dev listens on this machine only, not on ${host}: its passwords are known; use serve`, field);
}
