import type { EpochSeconds } from "../time.ts";
import type { Facts } from "./incidents.ts";
import type { ClientId, RowId, UserId } from "./ids.ts";

/** Something that happened, as it is handed to the store. What is absent does not belong to it. Never a secret. */
export interface AuditEntry {
  at: EpochSeconds;
  /** The type of an event. */
  type: string;
  /** Who did it, where it was not the person or the client that the entry names. */
  actorKind?: "person" | "api_key" | "command_line";
  /** Of the person or the API key. */
  actorId?: string;
  userId?: UserId;
  clientId?: ClientId;
  /** The URI of a resource. */
  resource?: string;
  grantId?: RowId;
  reason?: string;
  flowId?: string;
  /** The HTTP request during which it happened, and where that came from. */
  requestId?: string;
  address?: string;
  /** What else the event says. */
  details: Facts;
}

/** An entry in its place in the chain. */
export interface AuditRow extends AuditEntry {
  /** 1 for the first; each next one is one more. */
  sequence: number;
  /** The link to the row before; see `AuditLink`. */
  hash: string;
}

/** A row whose hash is wanted. */
export type UnlinkedAuditRow = Omit<AuditRow, "hash">;

/** Makes the hash of a row from the hash of the row before; "" stands before the first. */
export type AuditLink = (previousHash: string, row: UnlinkedAuditRow) => string;

/** A place in the chain. */
export interface AuditMark {
  sequence: number;
  hash: string;
}

/** The last row that retention removed, under a seal that only the holder of the key can make. */
export interface AuditAnchor extends AuditMark {
  seal: string;
}

/** Which rows a list is of; what is absent does not matter. */
export interface AuditFilter {
  type?: string;
  actorId?: string;
  userId?: UserId;
  clientId?: ClientId;
  resource?: string;
  flowId?: string;
  requestId?: string;
  /** The first instant that counts. */
  from?: EpochSeconds;
  /** The first instant that counts no more. */
  until?: EpochSeconds;
}

/** A page of rows: pass `next` of the page before as `cursor`. */
export interface AuditRequest extends AuditFilter {
  /** 1 to 200. */
  limit: number;
  cursor?: string;
}
