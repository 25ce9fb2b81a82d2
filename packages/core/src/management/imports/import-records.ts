import type { UserId } from "../../ports/store.ts";
import type { ClientRow } from "../clients/client-document.ts";

/** What a file of another system holds, in our words and in no one's form: plain values, nothing of it checked. */
export interface ImportRecords {
  clients: readonly ImportedClient[];
  people: readonly ImportedPerson[];
  consents: readonly ImportedConsent[];
  /** What the file holds and nobody carries over. */
  notes: readonly ImportNote[];
}

/** Where it stands in the file: `clients[3]`, `line 12`. */
type SourceLocation = string;

export interface ImportedClient extends Pick<
  ClientRow,
  | "clientId"
  | "name"
  | "description"
  | "scopes"
  | "defaultResource"
  | "accessTokenTtlSeconds"
  | "refreshTokenTtlSeconds"
  | "jwksUri"
> {
  where: SourceLocation;
  /** Absent: either of the methods with a secret when it has one, else none. */
  authMethod?: string | undefined;
  redirectUris: readonly string[];
  /** Absent: what our clients get. */
  grantTypes?: readonly string[] | undefined;
  jwks?: unknown;
  metadata?: ClientRow["metadata"] | undefined;
  /** Whether nobody knows who registered it. */
  isUnverified?: boolean | undefined;
  isDisabled?: boolean | undefined;
  createdAt?: number | undefined;
  secret?: ImportedSecret | undefined;
}

/** `lost`: it has one, and the file does not have it in a form that can be used. */
export type ImportedSecret = { kind: "plain"; text: string } | { kind: "hash"; hash: string } | { kind: "lost" };

export interface ImportedPerson {
  where: SourceLocation;
  /** Absent: they get a new one. */
  id?: UserId | undefined;
  email: string;
  name?: string | undefined;
  /** As `PasswordHasher.verify` takes it. */
  passwordHash?: string | undefined;
  isDisabled?: boolean | undefined;
  createdAt?: number | undefined;
}

export interface ImportedConsent {
  where: SourceLocation;
  userId: UserId;
  clientId: string;
  scopes: readonly string[];
  /** Absent: what a request means that names none. */
  resources?: readonly string[] | undefined;
  /** Absent: now. */
  grantedAt?: number | undefined;
  /** Absent, or later than consents last here: as long as they last here. */
  expiresAt?: number | undefined;
}

/** Something that whoever imports has to know, or to do. */
export interface ImportNote {
  where: SourceLocation;
  /** The client or person that it is about. */
  id?: string;
  message: string;
}

/** `unchanged`: it is here as the file has it, or as near as it can be. `skipped`: it is here, and another. */
export interface ImportedRecord {
  kind: "client" | "person" | "consent";
  where: SourceLocation;
  id?: string;
  outcome: "created" | "updated" | "unchanged" | "skipped" | "refused";
  /** The member at fault, when it is refused. */
  field?: string;
  reason?: string;
}
