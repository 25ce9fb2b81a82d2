import type { EpochSeconds } from "../time.ts";

/** A signing key; the private part is sealed with the master key. */
export interface SigningKey {
  kid: string;
  alg: "ES256" | "RS256";
  /** Public JWK as JSON text. */
  publicJwk: string;
  sealedPrivateJwk: string;
  createdAt: EpochSeconds;
  /** Signs from this instant on, until a younger key of the same algorithm takes over. */
  activeFrom: EpochSeconds;
  /** When it leaves the JWKS; absent: not yet known. */
  retiresAt?: EpochSeconds;
}

export interface SystemState {
  issuer: string;
  /** Grows when every token of everybody must die at once. */
  epoch: number;
}

/** Rows per kind. */
export interface RowCounts {
  clients: number;
  /** Those of the clients that wait for approval. */
  pendingClients: number;
  users: number;
  grants: number;
  consents: number;
  resources: number;
  auditEvents: number;
}

/** Where the data lies. */
export interface Storage {
  /** `SQLite 3.53.0` */
  engine: string;
  /** On disk; absent: nowhere. */
  bytes?: number;
}
