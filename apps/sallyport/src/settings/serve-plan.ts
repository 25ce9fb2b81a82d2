import { canonicalIssuer } from "@sallyport/core";
import { usageFailure } from "../terminal/failure.ts";
import { checkFrontEnd } from "./front-end.ts";
import { isLoopback } from "./loopback.ts";
import type { MasterKeySettings } from "../storage/master-key.ts";
import { type PublicProtectPlan, readPublicProtect } from "./protect-plan.ts";
import { type RegistrationPlan, readRegistration } from "./registration.ts";
import {
  type HttpValuesOf,
  httpValuesOf,
  type OptionValues,
  optionValuesOf,
  type Settings,
  type ValuesOf,
  valuesOf,
} from "./table.ts";
import { type DatabaseAddress, parseDatabase } from "../storage/open-store.ts";

type ServeValues = ValuesOf<"serve">;

/** What `serve` does, decided and checked. */
export interface ServePlan
  extends
    MasterKeySettings,
    Pick<ServeValues, "host" | "port" | "adminHost" | "adminTrustedHops" | "preset" | "logLevel"> {
  issuer: string;
  database: DatabaseAddress;
  /** Absent: the public port and one. */
  adminPort: number | undefined;
  /** Absent: the address of the admin listener. */
  adminUrl: string | undefined;
  /** Absent: no MCP server is protected. */
  protect: PublicProtectPlan | undefined;
  /** Passed to the public listener as it is. */
  http: HttpValuesOf<"serve">;
  registration: RegistrationPlan;
  /** Passed to the provider as it is. */
  options: OptionValues;
  owner: { email: string; password: string } | undefined;
  /** Accepted settings that change nothing. */
  notes: readonly string[];
}

/** @throws Failure for everything that would not be safe in production */
export function planServe(settings: Settings): ServePlan {
  const values = valuesOf(settings, "serve");
  const { host, port, adminHost, adminTrustedHops, preset, logLevel, masterKey, masterKeyFile } = values;
  checkFrontEnd(settings);
  return {
    issuer: checkIssuer(settings),
    database: checkDatabase(settings),
    host,
    port,
    adminHost,
    adminPort: settings.adminPort,
    adminUrl: checkAdminUrl(settings.adminUrl, adminHost),
    protect: readPublicProtect(settings),
    http: httpValuesOf(settings, "serve"),
    adminTrustedHops,
    registration: readRegistration(values),
    preset,
    options: optionValuesOf(settings, "serve"),
    owner: checkOwner(settings),
    masterKey,
    masterKeyFile,
    logLevel,
    notes:
      settings.corsOrigins === undefined
        ? []
        : ["BACKEND_CORS_ORIGINS has no effect: no endpoint takes cookies across origins, the others are open"],
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
