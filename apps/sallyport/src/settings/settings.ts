import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { z } from "zod";
import { usageFailure } from "../terminal/failure.ts";
import { logLevels } from "../terminal/log.ts";

const text = z.string("needs a value").min(1, "needs a value");
const flag = z.union([z.boolean(), z.stringbool()], "must be true or false");
const port = z
  .string("needs a number")
  .regex(/^\d{1,5}$/, "must be a whole number from 0 to 65535")
  .transform(Number)
  .refine((number) => number <= 65_535, "must be a whole number from 0 to 65535");
const seconds = (max: number) =>
  z
    .string("needs a number of seconds")
    .regex(/^\d{1,8}$/, "must be a whole number of seconds")
    .transform(Number)
    .refine((number) => number >= 1 && number <= max, `must be from 1 to ${max} seconds`);
const policies = ["open", "allow_list", "ask", "off"] as const;
const policy = z.enum(policies, `must be one of ${policies.join(", ")}`);
const hostList = z
  .string("needs a list of hosts")
  .transform((list) => list.split(/[\s,]+/).filter((host) => host !== ""))
  .refine((hosts) => hosts.every((host) => /^(\*\.)?[a-z0-9.-]+:?$/.test(host)), "must be host names in lower case");
const pathList = z.union(
  [z.array(text), z.string().transform((list) => list.split(",").filter((path) => path !== ""))],
  "needs a path",
);
const hops = z.string("needs a number").regex(/^\d$/, "must be a whole number from 0 to 9").transform(Number);

const schema = z.strictObject({
  issuer: text.optional(),
  database: text.optional(),
  host: text.optional(),
  port: port.optional(),
  adminHost: text.optional(),
  adminPort: port.optional(),
  adminUrl: text.optional(),
  enabled: flag.optional(),
  coHosted: flag.optional(),
  keepOpener: flag.optional(),
  openRegistration: flag.optional(),
  registration: policy.optional(),
  clientDocuments: policy.optional(),
  allowedHosts: hostList.optional(),
  trustedHops: hops.optional(),
  adminTrustedHops: hops.optional(),
  preset: z.enum(["fastapi-module"], "must be fastapi-module").optional(),
  allowHttpLoopback: flag.optional(),
  allowMemoryDatabase: flag.optional(),
  masterKey: text.optional(),
  masterKeyFile: text.optional(),
  ownerEmail: text.optional(),
  ownerPassword: text.optional(),
  codeTtl: seconds(600).optional(),
  accessTokenTtl: seconds(86_400).optional(),
  refreshTokenTtl: seconds(31_536_000).optional(),
  auditRetention: seconds(99_999_999).optional(),
  rememberConsent: flag.optional(),
  autoLogin: text.optional(),
  autoConsent: flag.optional(),
  https: flag.optional(),
  certificates: text.optional(),
  document: pathList.optional(),
  identityProvider: flag.optional(),
  identityProviderPort: port.optional(),
  demo: flag.optional(),
  demoPort: port.optional(),
  protect: text.optional(),
  protectUrl: text.optional(),
  protectPort: port.optional(),
  protectTools: text.optional(),
  logLevel: z.enum(logLevels, `must be one of ${logLevels.join(", ")}`).optional(),
  quiet: flag.optional(),
  frontendUrl: text.optional(),
  errorUri: text.optional(),
  corsOrigins: text.optional(),
});

/** What was said by flags, environment and file; nothing is filled in. */
export type Settings = z.infer<typeof schema>;
export type SettingName = keyof Settings;

/** Names in environment and file; the first that has a value counts. */
export const variableNames: Record<SettingName, readonly string[]> = {
  issuer: ["SALLYPORT_ISSUER", "OAUTH_ISSUER"],
  database: ["SALLYPORT_DATABASE", "DATABASE_URL"],
  host: ["SALLYPORT_HOST"],
  port: ["SALLYPORT_PORT"],
  adminHost: ["SALLYPORT_ADMIN_HOST"],
  adminPort: ["SALLYPORT_ADMIN_PORT"],
  adminUrl: ["SALLYPORT_ADMIN_URL"],
  enabled: ["SALLYPORT_ENABLED", "OAUTH_PROVIDER_ENABLED"],
  coHosted: ["SALLYPORT_CO_HOSTED"],
  keepOpener: ["SALLYPORT_KEEP_OPENER"],
  openRegistration: ["SALLYPORT_OPEN_REGISTRATION"],
  registration: ["SALLYPORT_REGISTRATION"],
  clientDocuments: ["SALLYPORT_CLIENT_DOCUMENTS"],
  allowedHosts: ["SALLYPORT_ALLOWED_HOSTS"],
  trustedHops: ["SALLYPORT_TRUSTED_HOPS"],
  adminTrustedHops: ["SALLYPORT_ADMIN_TRUSTED_HOPS"],
  preset: ["SALLYPORT_PRESET"],
  allowHttpLoopback: ["SALLYPORT_ALLOW_HTTP_LOOPBACK"],
  allowMemoryDatabase: ["SALLYPORT_ALLOW_MEMORY_DATABASE"],
  masterKey: ["SALLYPORT_MASTER_KEY"],
  masterKeyFile: ["SALLYPORT_MASTER_KEY_FILE"],
  ownerEmail: ["SALLYPORT_OWNER_EMAIL", "FIRST_SUPERUSER_EMAIL"],
  ownerPassword: ["SALLYPORT_OWNER_PASSWORD", "FIRST_SUPERUSER_PASSWORD"],
  codeTtl: ["SALLYPORT_CODE_TTL"],
  accessTokenTtl: ["SALLYPORT_ACCESS_TOKEN_TTL"],
  refreshTokenTtl: ["SALLYPORT_REFRESH_TOKEN_TTL"],
  auditRetention: ["SALLYPORT_AUDIT_RETENTION"],
  rememberConsent: ["SALLYPORT_REMEMBER_CONSENT"],
  autoLogin: ["SALLYPORT_AUTO_LOGIN"],
  autoConsent: ["SALLYPORT_AUTO_CONSENT"],
  https: ["SALLYPORT_HTTPS"],
  certificates: ["SALLYPORT_CERTIFICATES"],
  document: ["SALLYPORT_DOCUMENT"],
  identityProvider: ["SALLYPORT_IDENTITY_PROVIDER"],
  identityProviderPort: ["SALLYPORT_IDENTITY_PROVIDER_PORT"],
  demo: ["SALLYPORT_DEMO"],
  demoPort: ["SALLYPORT_DEMO_PORT"],
  protect: ["SALLYPORT_PROTECT"],
  protectUrl: ["SALLYPORT_PROTECT_URL"],
  protectPort: ["SALLYPORT_PROTECT_PORT"],
  protectTools: ["SALLYPORT_PROTECT_TOOLS"],
  logLevel: ["SALLYPORT_LOG_LEVEL"],
  quiet: ["SALLYPORT_QUIET"],
  frontendUrl: ["SALLYPORT_FRONTEND_URL", "FRONTEND_URL"],
  errorUri: ["SALLYPORT_ERROR_URI"],
  corsOrigins: ["BACKEND_CORS_ORIGINS"],
};

/** Read elsewhere. */
const otherNames = ["SALLYPORT_CONFIG", "SALLYPORT_DEBUG"];
const ownPrefix = "SALLYPORT_";

export type Variables = Readonly<Record<string, string | undefined>>;

export interface SettingSources {
  /** By the name of the setting; absent ones are undefined. */
  flags: Readonly<Record<string, unknown>>;
  environment: Variables;
  /** Whether names without our prefix count; they may be another program's. */
  aliases: boolean;
}

/** Where a value was said. */
interface Origin {
  source: "flag" | "environment" | "alias" | "file";
  /** The flag or variable: `--port`, `SALLYPORT_PORT`. */
  spelling: string;
}

/** Settings, and where each of them was said. */
export interface Reading {
  settings: Settings;
  origins: ReadonlyMap<string, Origin>;
}

/** Flags before environment before file. @throws Failure naming the setting at fault and where it stands */
export function readSettings(sources: SettingSources): Settings {
  return readSettingsAndOrigins(sources).settings;
}

/** As `readSettings`, for those who are asked where a value comes from. */
export function readSettingsAndOrigins(sources: SettingSources): Reading {
  const { config, ...flags } = sources.flags;
  const file = readFileOf(config ?? sources.environment["SALLYPORT_CONFIG"]);
  const found = new Map<string, Found>();
  for (const [name, value] of Object.entries(flags)) {
    if (value !== undefined) found.set(name, { value, origin: { source: "flag", spelling: toFlag(name) } });
  }
  for (const [place, variables] of [["environment", sources.environment] as const, ["file", file] as const]) {
    refuseUnknown(variables);
    for (const [setting, spellings] of Object.entries(variableNames)) {
      const spelling = spellings
        .filter((one) => sources.aliases || one.startsWith(ownPrefix))
        .find((one) => variables[one]);
      if (spelling === undefined || found.has(setting)) continue;
      const source = place === "environment" && spelling !== spellings[0] ? "alias" : place;
      found.set(setting, { value: variables[spelling], origin: { source, spelling } });
    }
  }
  return { settings: parse(found), origins: new Map([...found].map(([name, { origin }]) => [name, origin])) };
}

interface Found {
  value: unknown;
  origin: Origin;
}

function parse(found: ReadonlyMap<string, Found>): Settings {
  const parsed = schema.safeParse(Object.fromEntries([...found].map(([name, { value }]) => [name, value])));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const name = String(issue?.path[0] ?? "");
  const where = found.get(name)?.origin.spelling ?? "the settings";
  throw usageFailure(`${where} ${issue?.message ?? "cannot be read"}`, name);
}

export function toFlag(setting: string): string {
  return `--${setting.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function readFileOf(path: unknown): Variables {
  if (typeof path !== "string") return {};
  try {
    return parseEnv(readFileSync(path, "utf8"));
  } catch (cause) {
    throw usageFailure(
      `the settings file ${path} cannot be read: ${cause instanceof Error ? cause.message : ""}`,
      "config",
    );
  }
}

/** A misspelt setting must not be lost silently. */
function refuseUnknown(variables: Variables): void {
  const known = new Set([...Object.values(variableNames).flat(), ...otherNames]);
  const unknown = Object.keys(variables).find((name) => name.startsWith(ownPrefix) && !known.has(name));
  if (unknown === undefined) return;
  const own = [...known].filter((name) => name.startsWith(ownPrefix)).toSorted((a, b) => a.localeCompare(b));
  throw usageFailure(`there is no setting ${unknown}; known: ${own.join(", ")}`, unknown);
}
