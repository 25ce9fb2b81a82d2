import type { AuditTrail } from "./records/audit/trail.ts";
import type { Config } from "./config.ts";
import type { EventSink } from "./records/events.ts";
import type { FlowLog } from "./records/flow-log/flow-log.ts";
import type { Random } from "./random.ts";
import type { Secret } from "./secret.ts";
import type { Counters } from "./records/counters.ts";
import type { Client, Store } from "./ports/store.ts";
import type { Clock } from "./time.ts";
import type { DocumentSource } from "./ports/documents.ts";
import type { MakeKeyPair, SigningAlgorithm } from "./ports/key-pairs.ts";
import type { LogoSource } from "./ports/logos.ts";
import type { PasswordHasher } from "./ports/passwords.ts";
import type { RequestOrigin } from "./ports/request-origin.ts";
import type { ClientKeySet } from "./rules/key-set.ts";
import type { JsonObject } from "./messages.ts";
import type { KeyObject } from "node:crypto";

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

/** A private key that may sign now. */
interface Signer {
  kid: string;
  alg: SigningAlgorithm;
  privateKey: KeyObject;
}

/** The signing keys: those that sign, those that are announced, those that still verify. */
export interface KeyRing {
  /** The key that signs now. */
  signer(alg: SigningAlgorithm): Signer;
  /** Public keys (RFC 7517), the announced and the retiring ones too; the same object until they change. */
  jwks(): { keys: PublicJwk[] };
  /** Reads the store again and makes, announces, retires and deletes keys as time demands. */
  refresh(): Promise<void>;
  /** Replaces the signing keys now; the old ones go on verifying until their last token has expired. */
  rotate(): Promise<void>;
  /** Drops a key that may be known to others: what it signed is no good from now on. Another signs in its place. */
  revoke(kid: string): Promise<"revoked" | "gone">;
}

/** A public key with the members that every key of ours has. */
export type PublicJwk = JsonObject & { kty: string; kid: string; alg: string; use: string };

/** Finds the keys with which a client signs. */
export interface ClientKeys {
  /**
   * The client's keys: its own copy, or those at its address. `refetch` asks the address again, for a key
   * id that is not among them; not more often than once a minute.
   */
  find(client: Client, options: { refetch: boolean }): Promise<ClientKeySet | undefined>;
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
  flowLog: FlowLog;
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
  flowLog: Pick<FlowLog, "find">;
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
