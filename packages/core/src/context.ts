import type { AuditTrail } from "./records/audit/trail.ts";
import type { Config } from "./config.ts";
import type { EventSink } from "./records/events.ts";
import type { FlightRecorder } from "./records/flow-log/recorder.ts";
import type { Random } from "./random.ts";
import type { Secret } from "./secret.ts";
import type { Counters } from "./records/counters.ts";
import type { Client, Store } from "./ports/store.ts";
import type { Clock } from "./time.ts";
import type { ClientKeys } from "./tokens/client-keys.ts";
import type { MakeKeyPair } from "./tokens/key-pair.ts";
import type { KeyRing } from "./tokens/key-ring.ts";

/** Hashes passwords off the event loop (argon2id); rejects with `StoreUnavailableError` when its queue is full. */
export interface PasswordHasher {
  hash(password: string): Promise<string>;
  /** Hashes of other systems too; one that it cannot check matches nothing. */
  verify(hash: string, password: string): Promise<boolean>;
  /** Whether `verify` can check it: its form is known, and it does not cost too much. */
  canVerify(hash: string): boolean;
  /** Whether `hash` would make it alike; else the password is worth hashing anew. */
  isCurrent(hash: string): boolean;
}

/** What is remembered of an earlier answer, to ask whether it still holds (RFC 9110 section 13). */
export interface Validators {
  etag?: string;
  lastModified?: string;
}

/** How a fetch of somebody else's document ended. `failed` says why, for logs only. */
export type FetchedDocument =
  | ({ kind: "fetched"; body: string; maxAgeSeconds: number | undefined } & Validators)
  | { kind: "unchanged"; maxAgeSeconds: number | undefined }
  | { kind: "failed"; reason: string };

/**
 * Fetches JSON documents that strangers name: client metadata, JWK sets. The one behind it is guarded
 * against everything that such an address can do; it never throws for the other side's faults, follows no
 * redirect and remembers no failure.
 */
export interface DocumentSource {
  fetch(url: string, known: Validators & { maxBytes: number }): Promise<FetchedDocument>;
}

/** How the making of a logo ended: a small PNG of ours, or why there is none, for logs only. */
export type MadeLogo = { kind: "made"; png: Uint8Array } | { kind: "failed"; reason: string };

/**
 * Fetches images that strangers name, guarded as documents are, and draws them anew: what comes out holds
 * nothing of theirs but how it looks. Never throws for the other side's faults.
 */
export interface LogoSource {
  make(url: string): Promise<MadeLogo>;
}

/** The HTTP request that is being served. */
export interface RequestOrigin {
  requestId: string;
  /** The caller's, after trusted proxies. */
  address: string | undefined;
}

/** What core needs from outside. */
export interface Deps {
  store: Store;
  clock: Clock;
  random: Random;
  passwords: PasswordHasher;
  documents: DocumentSource;
  /** Absent: no logos are shown. */
  logos?: LogoSource | undefined;
  events: EventSink;
  /** For whose request something is being done now; absent, or undefined at times: for none. */
  origin?: (() => RequestOrigin | undefined) | undefined;
  /** Seals the signing keys at rest, and the audit trail. */
  masterKey: Secret;
  /** Absent: signing keys are made when they are needed. */
  makeKeyPair?: MakeKeyPair | undefined;
}

/** The logos of clients, for pages. */
export interface ClientLogos {
  /** Begins to make the client's logo when that is due. Nobody waits for it, and it never fails. */
  prepare(client: Client): void;
  /** The id under which it is served; undefined when there is none to show. */
  find(client: Client): Promise<string | undefined>;
}

/** What every use case gets. */
export interface Context extends Omit<Deps, "logos"> {
  config: Config;
  audit: AuditTrail;
  counters: Counters;
  keys: KeyRing;
  /** Names of the grant types, and whether a client may renew its tokens: read off the list of grants. */
  grantTypes: GrantTypes;
  /** Names of the client authentication methods: read off their list. */
  authMethods: AuthMethods;
  clientKeys: ClientKeys;
  flights: FlightRecorder;
  logos: ClientLogos;
  openTokens(): Promise<TokenContext>;
}

/** What reading a token of ours needs. */
export interface TokenContext extends Pick<Deps, "store" | "clock"> {
  config: Pick<Config, "issuer">;
  keys: Pick<KeyRing, "jwks">;
  /** Absent: opaque tokens cannot be read. */
  masterKey: Secret | undefined;
}

/** What managing clients, people and resources needs: no keys, no issuer, so a command line can do it beside a server. */
export interface ManagementContext extends Omit<Deps, "masterKey" | "documents" | "logos"> {
  config: Pick<Config, "scopes" | "consentTtlSeconds">;
  audit: AuditTrail;
  grantTypes: GrantTypes;
  authMethods: AuthMethods;
  flights: Pick<FlightRecorder, "find">;
  /** Opens what reads tokens; for a command line only when it is needed. */
  openTokens(): Promise<TokenContext>;
}

export interface GrantTypes {
  /** All of them. */
  names: readonly string[];
  /** What a client gets that names none; renewing too, since clients that forget to ask need it. */
  defaults: readonly string[];
  /** Those in which no person has a say: never for clients without proof, nor for those that register themselves. */
  entrusted: readonly string[];
  /** Whether a client with these needs a redirect URI. */
  needRedirectUri(names: readonly string[]): boolean;
  mayRenew(client: Client): boolean;
}

export interface AuthMethods {
  names: readonly string[];
  /** The method without any credential. */
  none: string;
  /** What a client gets that names none (RFC 7591 section 2). */
  default: string;
  /** What the method proves itself with. */
  proofOf(name: string): Proof | undefined;
  /** The methods with that proof. */
  withProof(proof: Proof): readonly string[];
}

/** `none`: nothing; `secret`: a shared secret; `signature`: a private key that the client alone has. */
export type Proof = "none" | "secret" | "signature";
