import { canonicalIssuer } from "@sallyport/core";
import { serveDefaults } from "./defaults.ts";
import { readErrorUri } from "./error-uri.ts";
import { usageFailure } from "../terminal/failure.ts";
import { readFrontEnd } from "./front-end.ts";
import { type Lifetimes, readLifetimes } from "./lifetimes.ts";
import { isLoopback } from "./loopback.ts";
import type { LogLevel } from "../terminal/log.ts";
import type { MasterKeySettings } from "../storage/master-key.ts";
import { type PublicProtectPlan, readPublicProtect } from "./protect-plan.ts";
import { type RegistrationPlan, readRegistration } from "./registration.ts";
import type { Settings } from "./settings.ts";
import { type DatabaseAddress, parseDatabase } from "../storage/open-store.ts";

/** What `serve` does, decided and checked. */
export interface ServePlan extends MasterKeySettings {
  issuer: string;
  database: DatabaseAddress;
  host: string;
  port: number;
  adminHost: string;
  /** Absent: the public port and one. */
  adminPort: number | undefined;
  /** Absent: where the admin listener listens. */
  adminUrl: string | undefined;
  /** Absent: nothing is protected. */
  protect: PublicProtectPlan | undefined;
  enabled: boolean;
  coHosted: boolean;
  keepOpener: boolean;
  registration: RegistrationPlan;
  trustedHops: number;
  adminTrustedHops: number;
  preset: Settings["preset"];
  /** Where people sign in and consent; absent: on the built-in pages. */
  frontendUrl?: string;
  /** Absent: refusals name no address. */
  errorUriBase: string | undefined;
  lifetimes: Lifetimes;
  owner: { email: string; password: string } | undefined;
  logLevel: LogLevel;
  /** Accepted settings that change nothing. */
  notes: readonly string[];
}

/** @throws Failure for everything that would not be safe in production */
export function planServe(settings: Settings): ServePlan {
  const defaults = serveDefaults(settings);
  const adminHost = settings.adminHost ?? defaults.adminHost;
  return {
    issuer: checkIssuer(settings),
    database: checkDatabase(settings),
    host: settings.host ?? defaults.host,
    port: settings.port ?? defaults.port,
    adminHost,
    adminPort: settings.adminPort,
    adminUrl: checkAdminUrl(settings.adminUrl, adminHost),
    protect: readPublicProtect(settings),
    ...readSwitches(settings, defaults),
    registration: readRegistration(settings, defaults),
    preset: settings.preset,
    ...readFrontEnd(settings),
    errorUriBase: readErrorUri(settings),
    lifetimes: readLifetimes(settings),
    owner: checkOwner(settings),
    masterKey: settings.masterKey,
    masterKeyFile: settings.masterKeyFile,
    logLevel: settings.logLevel ?? defaults.logLevel,
    notes:
      settings.corsOrigins === undefined
        ? []
        : ["BACKEND_CORS_ORIGINS has no effect: no endpoint takes cookies across origins, the others are open"],
  };
}

function readSwitches(settings: Settings, defaults: ReturnType<typeof serveDefaults>) {
  return {
    coHosted: settings.coHosted ?? defaults.coHosted,
    keepOpener: settings.keepOpener ?? defaults.keepOpener,
    enabled: settings.enabled ?? defaults.enabled,
    trustedHops: settings.trustedHops ?? defaults.trustedHops,
    adminTrustedHops: settings.adminTrustedHops ?? defaults.adminTrustedHops,
  };
}

function checkIssuer({ issuer, allowHttpLoopback }: Settings): string {
  if (issuer === undefined)
    throw usageFailure("--issuer is needed: the https URL of this server as clients see it", "issuer");
  const verdict = canonicalIssuer(issuer);
  if (!verdict.ok) throw usageFailure(`${verdict.why}: ${issuer}`, "issuer");
  if (verdict.issuer.startsWith("http:") && allowHttpLoopback !== true) {
    throw usageFailure(
      "the issuer must use https; for a try on this machine add --allow-http-loopback, or use sallyport dev",
      "issuer",
    );
  }
  return verdict.issuer;
}

function checkDatabase({ database, allowMemoryDatabase }: Settings): DatabaseAddress {
  if (database === undefined) throw usageFailure("--database is needed: sqlite:./sallyport.db", "database");
  const address = parseDatabase(database);
  if (address.kind === "memory" && allowMemoryDatabase !== true) {
    throw usageFailure(
      "memory: forgets every client, person and token at exit: use sqlite:./sallyport.db, or add --allow-memory-database",
      "database",
    );
  }
  return address;
}

/** Passwords and cookies of administrators cross no network in the clear. */
function checkAdminUrl(adminUrl: string | undefined, adminHost: string): string | undefined {
  if (adminUrl === undefined) {
    if (isLoopback(adminHost)) return undefined;
    throw usageFailure(
      "an admin listener beyond this machine needs a proxy with TLS: give its URL by --admin-url https://…",
      "adminUrl",
    );
  }
  const verdict = canonicalIssuer(adminUrl);
  if (!verdict.ok || new URL(adminUrl).pathname !== "/") {
    throw usageFailure("--admin-url must be https://host, or http on a loopback host", "adminUrl");
  }
  return verdict.issuer;
}

const wellKnownPassword =
  /^(change_?-?(this|me|it)|password|passwort|admin|administrator|secret|sallyport|superuser|12345678)\d*!?$/i;

function checkOwner({ ownerEmail: email, ownerPassword: password }: Settings): ServePlan["owner"] {
  if (email === undefined && password === undefined) return undefined;
  if (email === undefined || password === undefined) {
    throw usageFailure("the first administrator needs both an e-mail address and a password", "ownerEmail");
  }
  if (wellKnownPassword.test(password)) {
    throw usageFailure("the password of the first administrator is well known: choose another", "ownerPassword");
  }
  return { email, password };
}
