import type { EpochSeconds } from "../time.ts";
import type { Role } from "./people.ts";

/** A scope and the words that a person reads on the consent page. */
export interface Scope {
  name: string;
  description?: string;
  /** Present: privileged. Only people with one of these roles can grant it, and it is never a default. */
  roles?: readonly Role[];
  /** False: not in the metadata; whoever knows it can ask for it. */
  isAdvertised?: boolean;
}

/** A protected resource (RFC 8707), for example an MCP server. */
export interface Resource {
  /** The registered spelling: becomes the `aud`. */
  uri: string;
  /** `canonicalResource(uri)`; unique. */
  canonical: string;
  name?: string;
  scopes: readonly Scope[];
  /** How its access tokens look; absent: a JWT that it can verify by itself. */
  tokenFormat?: "opaque";
  /** Absent: the client's or the server's. */
  accessTokenTtlSeconds?: number;
  /** Only clients that an operator made for it may ask for it. */
  isPrivate?: boolean;
  /** Grows with each change. */
  version: number;
  createdAt: EpochSeconds;
}
