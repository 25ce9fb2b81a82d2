import { resolve } from "node:path";
import { dataFolder } from "../settings/data-folder.ts";
import { type DocumentPlan, planDocuments } from "./documents/documents.ts";
import type { AutoAnswers } from "./runtime/auto-answers.ts";
import { findPerson } from "./seed/people.ts";
import { usageFailure } from "../terminal/failure.ts";
import { checkFrontEnd } from "../settings/front-end.ts";
import type { LogLevel } from "../terminal/log.ts";
import { isLoopback } from "../settings/loopback.ts";
import { type ProtectPlan, readProtect } from "../settings/protect-plan.ts";
import { type RegistrationPlan, readRegistration } from "../settings/registration.ts";
import {
  type HttpValuesOf,
  httpValuesOf,
  type OptionValues,
  optionValuesOf,
  type Settings,
  type ValuesOf,
  valuesOf,
} from "../settings/table.ts";
import { type DatabaseAddress, parseDatabase } from "../storage/open-store.ts";

type DevValues = ValuesOf<"dev">;

/** What `dev` does, decided and checked. */
export interface DevPlan {
  database: DatabaseAddress;
  /** `localhost`: both loopback addresses. */
  host: string;
  adminHost: string;
  /** Absent: the usual one, or the next that is free. */
  port: number | undefined;
  adminPort: number | undefined;
  isHttps: boolean;
  /** Where the local authority for https is kept. */
  certificates: string;
  /** Absent: no demo. */
  demo: { port: number | undefined } | undefined;
  /** Absent: no identity provider. */
  identityProvider: { port: number | undefined } | undefined;
  /** Absent: nothing is protected. */
  protect: ProtectPlan | undefined;
  /** Passed to the public listener as it is. */
  http: HttpValuesOf<"dev">;
  registration: RegistrationPlan;
  documents: readonly DocumentPlan[];
  auto: AutoAnswers;
  preset: Settings["preset"];
  /** Passed to the provider as it is. */
  options: OptionValues;
  logLevel: LogLevel;
}

/** @throws Failure when others could reach what everybody knows the passwords of */
export function planDev(settings: Settings): DevPlan {
  const values = valuesOf(settings, "dev");
  const { database, host, adminHost, logLevel } = values;
  checkFrontEnd(settings);
  refuseStrangers(host, "host");
  refuseStrangers(adminHost, "adminHost");
  if (settings.issuer !== undefined) {
    throw usageFailure(
      "dev names its issuer itself (http://localhost:<port>, or https with --https): remove SALLYPORT_ISSUER",
      "issuer",
    );
  }
  return {
    database: parseDatabase(database),
    host,
    adminHost,
    port: settings.port,
    adminPort: settings.adminPort,
    ...readTls(values),
    demo: readBeside(settings.demo, settings.demoPort),
    identityProvider: readBeside(settings.identityProvider, settings.identityProviderPort),
    protect: readProtect(settings),
    http: httpValuesOf(settings, "dev"),
    ...readClients(values),
    auto: readAuto(values),
    preset: settings.preset,
    options: optionValuesOf(settings, "dev"),
    logLevel,
  };
}

/** What runs beside the server: a port alone asks for it, too. */
function readBeside(isWanted: boolean | undefined, port: number | undefined): { port: number | undefined } | undefined {
  return isWanted === true || port !== undefined ? { port } : undefined;
}

function readTls({ https, certificates }: DevValues): Pick<DevPlan, "isHttps" | "certificates"> {
  return { isHttps: https, certificates: resolve(certificates ?? dataFolder(process.env, process.platform)) };
}

/** Without a way in by documents there are none. */
function readClients(values: DevValues): Pick<DevPlan, "registration" | "documents"> {
  const { document: files } = values;
  const registration = readRegistration(values);
  if (registration.documents !== "off") return { registration, documents: planDocuments(files) };
  if (files.length === 0) return { registration, documents: [] };
  throw usageFailure("--document has no effect with --client-documents off", "document");
}

function readAuto({ autoLogin, autoConsent }: DevValues): AutoAnswers {
  return { person: autoLogin === undefined ? undefined : findPerson(autoLogin), consents: autoConsent };
}

function refuseStrangers(host: string, field: string): void {
  if (isLoopback(host)) return;
  throw usageFailure(`dev listens on this machine only, not on ${host}: its passwords are known; use serve`, field);
}
