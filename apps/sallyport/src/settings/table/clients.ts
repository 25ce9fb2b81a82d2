import { defaultConfig } from "@sallyport/core";
import { setting } from "../define.ts";
import { flag, hostList, policy, seconds, text } from "../schemas.ts";

/** `openRegistration` is the older, shorter spelling of two of the policies. */
const registrationDefault =
  <Policy extends string>(usual: Policy) =>
  ({ openRegistration: isOpen = usual === "open" }: { openRegistration?: boolean | undefined }) =>
    isOpen ? "open" : "off";

/** Registration of clients. */
export const registrationSettings = {
  registration: setting(policy, {
    group: "Registration",
    takes: "<policy>",
    help: "who may register clients (RFC 7591): open, allow_list, ask or off",
    serve: { default: registrationDefault("off"), shown: "off" },
    dev: { default: registrationDefault("open"), shown: "open" },
  }),
  openRegistration: setting(flag, {
    group: "Registration",
    help: "let anyone register clients; the same as --registration open",
    serve: { default: undefined },
    dev: { default: undefined },
  }),
  clientDocuments: setting(policy, {
    group: "Registration",
    takes: "<policy>",
    help: "which client ID metadata documents are accepted: open, allow_list, ask or off",
    serve: { default: "open" },
    dev: { default: "open" },
  }),
  allowedHosts: setting(hostList, {
    group: "Registration",
    takes: "<hosts>",
    help: "hosts that allow_list accepts: app.example,*.example.org,localhost",
    serve: { default: [] },
    dev: { default: [] },
  }),
};

/** The pages that users see. */
export const signInSettings = {
  frontendUrl: setting(text, {
    group: "Sign-in and consent",
    takes: "<url>",
    aliases: ["FRONTEND_URL"],
    option: "frontendUrl",
    help: "URL of your own sign-in and consent pages, which answer over RPC",
    serve: { default: undefined },
    dev: { default: undefined },
  }),
  keepOpener: setting(flag, {
    group: "Sign-in and consent",
    isHttp: true,
    help: "let a web client that opens sign-in in a popup exchange messages with it; the client can then also navigate it",
    serve: { default: false },
    dev: { default: false },
  }),
  rememberConsent: setting(flag, {
    group: "Sign-in and consent",
    option: "rememberUnprovenConsent",
    help: "remember consent for loopback clients too",
    dev: { default: false },
  }),
  autoLogin: setting(text, {
    group: "Sign-in and consent",
    takes: "<person>",
    help: "skip the sign-in page: sign in alice, bob or admin",
    dev: { default: undefined },
  }),
  autoConsent: setting(flag, {
    group: "Sign-in and consent",
    help: "skip the consent page: allow everything that clients request",
    dev: { default: false },
  }),
};

/** How long things are valid. */
export const lifetimeSettings = {
  codeTtl: setting(seconds(600), {
    group: "Lifetimes",
    takes: "<seconds>",
    option: "codeTtlSeconds",
    help: "lifetime of authorization codes, at most 600",
    serve: { default: defaultConfig.codeTtlSeconds },
    dev: { default: defaultConfig.codeTtlSeconds },
  }),
  accessTokenTtl: setting(seconds(86_400), {
    group: "Lifetimes",
    takes: "<seconds>",
    option: "accessTokenTtlSeconds",
    help: "lifetime of access tokens, at most 3600",
    serve: { default: defaultConfig.accessTokenTtlSeconds },
    dev: { default: defaultConfig.accessTokenTtlSeconds },
  }),
  refreshTokenTtl: setting(seconds(31_536_000), {
    group: "Lifetimes",
    takes: "<seconds>",
    option: "refreshTokenIdleTtlSeconds",
    help: "lifetime of unused refresh tokens",
    serve: { default: defaultConfig.refreshTokenIdleTtlSeconds },
    dev: { default: defaultConfig.refreshTokenIdleTtlSeconds },
  }),
  auditRetention: setting(seconds(99_999_999), {
    group: "Lifetimes",
    takes: "<seconds>",
    option: "auditRetentionSeconds",
    help: "how long entries of the audit log are stored",
    serve: { default: defaultConfig.auditRetentionSeconds },
    dev: { default: defaultConfig.auditRetentionSeconds },
  }),
};
