import { createPublicKey } from "node:crypto";
import type { AuthInfo } from "@sallyport/resource";
import { calculateJwkThumbprint, exportJWK, SignJWT } from "jose";
import type { JWK } from "jose";
import { deriveSigningKey } from "./secret-keys.ts";

/** Where the upstream finds the key, on the origin that clients see. */
export const identityKeysPath = "/.well-known/sallyport-identity/jwks.json";

/** Says to the upstream who is calling. */
export interface Identity {
  readonly jwks: { readonly keys: readonly JWK[] };
  /** A JWT about the caller, for the upstream alone, good for a minute. */
  sign(auth: AuthInfo): Promise<string>;
}

export interface IdentityOptions {
  readonly secret: Uint8Array;
  /** `iss`. */
  readonly publicUrl: string;
  /** `aud`. */
  readonly upstream: string;
  /** Seconds since 1970. */
  readonly now: () => number;
}

const lifetimeSeconds = 60;
const alg = "ES256";
/** So that it passes for no access token anywhere, nor an access token for it (RFC 8725 section 3.11). */
const typ = "sallyport-identity+jwt";

export async function createIdentity({ secret, publicUrl, upstream, now }: IdentityOptions): Promise<Identity> {
  const key = deriveSigningKey(secret, "identity");
  const publicKey = await exportJWK(createPublicKey(key));
  const kid = await calculateJwkThumbprint(publicKey);
  return {
    jwks: { keys: [{ ...publicKey, kid, alg, use: "sig" }] },
    async sign({ clientId, scopes, extra }) {
      const at = now();
      return await new SignJWT({ client_id: clientId, scope: scopes.join(" "), token_iss: extra.issuer })
        .setProtectedHeader({ alg, typ, kid })
        .setIssuer(publicUrl)
        .setAudience(upstream)
        .setSubject(extra.subject)
        .setIssuedAt(at)
        .setExpirationTime(at + lifetimeSeconds)
        .sign(key);
    },
  };
}
