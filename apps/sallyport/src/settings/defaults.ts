import { defaultConfig } from "@sallyport/core";
import type { SettingName, Settings } from "./settings.ts";

type SettingValue = string | number | boolean | readonly string[];
/** What counts where nothing was said, for every setting that a mode knows. Undefined: there is nothing by itself. */
export type Defaults = Partial<Record<SettingName, SettingValue | undefined>>;

/** Those of `serve`. Some follow from other settings. */
export function serveDefaults(settings: Settings) {
  const port = 4455;
  return {
    issuer: undefined,
    database: undefined,
    host: "127.0.0.1",
    port,
    adminHost: "127.0.0.1",
    adminPort: settings.port === 0 ? 0 : (settings.port ?? port) + 1,
    adminUrl: undefined,
    trustedHops: 0,
    adminTrustedHops: 0,
    errorUri: undefined,
    ...common(settings, "off"),
    protectUrl: undefined,
    protectPort: settings.port === 0 ? 0 : (settings.port ?? port) + 2,
    allowHttpLoopback: false,
    allowMemoryDatabase: false,
    masterKey: undefined,
    masterKeyFile: undefined,
    ownerEmail: undefined,
    ownerPassword: undefined,
    corsOrigins: undefined,
  } as const satisfies Defaults;
}

/** Those of `dev`. Ports are the first that are free. */
export function devDefaults(settings: Settings) {
  const { host = "localhost" } = settings;
  return {
    database: "memory:",
    host: "localhost",
    port: undefined,
    adminHost: host,
    adminPort: undefined,
    ...common(settings, "open"),
    protectPort: undefined,
    https: false,
    certificates: undefined,
    document: [],
    identityProvider: false,
    identityProviderPort: undefined,
    demo: false,
    demoPort: undefined,
    rememberConsent: false,
  } as const satisfies Defaults;
}

function common({ openRegistration, quiet }: Settings, dynamic: "open" | "off") {
  const asked = openRegistration === true ? "open" : "off";
  return {
    enabled: true,
    coHosted: false,
    keepOpener: false,
    preset: undefined,
    frontendUrl: undefined,
    protect: undefined,
    protectTools: undefined,
    openRegistration: undefined,
    registration: openRegistration === undefined ? dynamic : asked,
    clientDocuments: "open",
    allowedHosts: [],
    codeTtl: defaultConfig.codeTtlSeconds,
    accessTokenTtl: defaultConfig.accessTokenTtlSeconds,
    refreshTokenTtl: defaultConfig.refreshTokenIdleTtlSeconds,
    auditRetention: defaultConfig.auditRetentionSeconds,
    logLevel: quiet === true ? "error" : "info",
    quiet: false,
  } as const satisfies Defaults;
}
