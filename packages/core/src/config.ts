import type { Scope } from "./model/index.ts";

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** No access token lives longer, whatever is asked: who judges tokens by a list of what was revoked relies on it. */
export const maxAccessTokenSeconds = hour;

/** What the provider is told once, at start. Durations are whole seconds. */
export interface Config {
  /** Canonical, without a trailing slash: see `canonicalIssuer`. */
  issuer: string;
  /** Path below the issuer under which the endpoints stand, with a leading slash: `/oauth/provider`. */
  pathPrefix: string;
  /** Where people sign in and consent, instead of on the built-in pages: it gets `?interaction=<id>`. */
  frontendUrl?: string;
  /** Scopes of the server itself, beside those of the resources. */
  scopes: readonly Scope[];
  registration: RegistrationConfig;
  /**
   * Whether a person who allowed a client A, and is asked for B, allows both: many clients ask only for
   * what they were just refused, and would lose the rest.
   */
  accumulateScopes: boolean;
  /** Dev switch: remember the consent of clients that cannot prove who they are. */
  rememberUnprovenConsent: boolean;
  codeTtlSeconds: number;
  accessTokenTtlSeconds: number;
  /** Of what a client gets for itself: it can always ask again. */
  clientTokenTtlSeconds: number;
  idTokenTtlSeconds: number;
  refreshTokenIdleTtlSeconds: number;
  refreshTokenAbsoluteTtlSeconds: number;
  /** How long a replaced refresh token still gets its same successor; 0 turns the window off. */
  refreshReplayWindowSeconds: number;
  /** How long a person has to answer a device. */
  deviceTtlSeconds: number;
  /** How long a device waits between two questions. */
  devicePollSeconds: number;
  interactionTtlSeconds: number;
  sessionIdleTtlSeconds: number;
  sessionAbsoluteTtlSeconds: number;
  consentTtlSeconds: number;
  /** How long rows of the audit trail are kept. */
  auditRetentionSeconds: number;
  keyRotationSeconds: number;
  /** How long a key is published before it signs. */
  keyAnnounceSeconds: number;
}

/**
 * Who gets in without an operator's doing. `open`: anybody. `allow_list`: whose hosts are all listed.
 * `ask`: anybody, once an operator approved. `off`: nobody.
 */
export type RegistrationPolicy = "open" | "allow_list" | "ask" | "off";

export interface RegistrationConfig {
  /** Clients that register themselves (RFC 7591). */
  dynamic: RegistrationPolicy;
  /** Clients whose id is the address of their metadata document. */
  documents: RegistrationPolicy;
  /** Hosts for `allow_list`; `localhost` stands for every loopback address. A leading `*.` takes all names below. */
  allowedHosts: readonly string[];
  /** Dev switch: documents on http loopback addresses count. */
  allowLoopbackDocuments: boolean;
  /** Seconds after which a document is fetched again, whatever its headers say: at least, at most. */
  documentFreshSeconds: { min: number; max: number };
  /** How long an old copy does while the document cannot be fetched. */
  documentStaleSeconds: number;
  maxDocumentBytes: number;
  /** Seconds after which a client that registered itself, and that nobody uses, is forgotten. */
  unusedClientSeconds: number;
}

/** The scopes that OpenID Connect defines, in words (OpenID Connect Core section 5.4). */
export const openIdScopes: readonly Scope[] = [
  { name: "openid", description: "Know who you are" },
  { name: "profile", description: "See your name" },
  { name: "email", description: "See your e-mail address" },
];

/** Everything but the issuer. */
export const defaultConfig: Omit<Config, "issuer"> = {
  pathPrefix: "/oauth/provider",
  scopes: openIdScopes,
  registration: {
    dynamic: "off",
    documents: "open",
    allowedHosts: [],
    allowLoopbackDocuments: false,
    documentFreshSeconds: { min: 5 * minute, max: day },
    documentStaleSeconds: 7 * day,
    maxDocumentBytes: 5 * 1024,
    unusedClientSeconds: 30 * day,
  },
  accumulateScopes: true,
  rememberUnprovenConsent: false,
  codeTtlSeconds: minute,
  accessTokenTtlSeconds: 15 * minute,
  clientTokenTtlSeconds: 10 * minute,
  idTokenTtlSeconds: hour,
  refreshTokenIdleTtlSeconds: 30 * day,
  refreshTokenAbsoluteTtlSeconds: 90 * day,
  refreshReplayWindowSeconds: minute,
  deviceTtlSeconds: 10 * minute,
  devicePollSeconds: 5,
  interactionTtlSeconds: 10 * minute,
  sessionIdleTtlSeconds: 12 * hour,
  sessionAbsoluteTtlSeconds: 14 * day,
  consentTtlSeconds: 90 * day,
  auditRetentionSeconds: 90 * day,
  keyRotationSeconds: 30 * day,
  keyAnnounceSeconds: day,
};
