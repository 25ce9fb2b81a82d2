import { sign } from "node:crypto";
import { compactVerify, createLocalJWKSet, errors, type JSONWebKeySet } from "jose";
import { z } from "zod";
import { decodeBase64url } from "../base64url.ts";
import type { JsonObject } from "../messages.ts";
import { hashSecret, type SecretHash } from "../secret.ts";
import type { SigningAlgorithm } from "../ports/key-pairs.ts";
import type { KeyRing } from "../context.ts";

/** What a JWT of ours is for: each purpose has one `typ` and one algorithm, so none passes for another. */
export interface JwtPurpose {
  typ: "at+jwt" | "JWT";
  alg: SigningAlgorithm;
}

/** RFC 9068 section 2.1. */
export const accessTokenPurpose: JwtPurpose = { typ: "at+jwt", alg: "ES256" };
/** OpenID Connect Core section 15.1 makes RS256 the algorithm that every client knows. */
export const idTokenPurpose: JwtPurpose = { typ: "JWT", alg: "RS256" };

const maxLength = 8192;

/** Signs `claims`. `node:crypto` signs in half the time of the asynchronous way, and the key never leaves it. */
export function signJwt(keys: KeyRing, purpose: JwtPurpose, claims: JsonObject): string {
  const { kid, privateKey } = keys.signer(purpose.alg);
  const payload = JSON.stringify(claims);
  const header = Buffer.from(JSON.stringify({ alg: purpose.alg, typ: purpose.typ, kid }));
  const input = `${header.toString("base64url")}.${Buffer.from(payload).toString("base64url")}`;
  const signature = sign("sha256", Buffer.from(input), { key: privateKey, dsaEncoding: "ieee-p1363" });
  const text = `${input}.${signature.toString("base64url")}`;
  // Who was just given a token asks about it next, and our own signature needs no proof.
  remember(verifierOf(keys), digestOf(purpose, text), { typ: purpose.typ, payload });
  return text;
}

/** Claims that every JWT of ours has; the rest is for the reader's own schema. */
const claimsSchema = z.looseObject({ iss: z.string(), exp: z.number() });

export interface JwtCheck {
  issuer: string;
  /** Seconds since 1970. */
  now: number;
  /** Whether an expired token counts, as revocation needs (RFC 7009 section 2.1). */
  allowExpired?: boolean;
}

/**
 * The claims of a JWT that this server signed for `purpose`.
 * @returns undefined for anything else: other type, algorithm, key, issuer; expired
 */
export async function verifyJwt(
  keys: Pick<KeyRing, "jwks">,
  purpose: JwtPurpose,
  token: { text: string; check: JwtCheck },
): Promise<z.infer<typeof claimsSchema> | undefined> {
  const { text, check } = token;
  if (!isCompactJwt(text)) return undefined;
  const verified = await verifySignature(keys, purpose, text);
  if (verified === undefined || verified.typ !== purpose.typ) return undefined;
  const claims = claimsSchema.safeParse(JSON.parse(verified.payload));
  if (!claims.success || claims.data.iss !== check.issuer) return undefined;
  const isAlive = check.allowExpired === true || claims.data.exp > check.now;
  return isAlive ? claims.data : undefined;
}

/** Three parts in strict base64url (RFC 7515 section 7.1): the library would also read other spellings of them. */
function isCompactJwt(text: string): boolean {
  if (text.length > maxLength) return false;
  const parts = text.split(".");
  return parts.length === 3 && parts.every((part) => decodeBase64url(part) !== undefined);
}

interface Verified {
  typ: string | undefined;
  /** JSON text. */
  payload: string;
}

async function verifySignature(
  keys: Pick<KeyRing, "jwks">,
  purpose: JwtPurpose,
  text: string,
): Promise<Verified | undefined> {
  const verifier = verifierOf(keys);
  const digest = digestOf(purpose, text);
  const known = verifier.verified.get(digest);
  if (known !== undefined) return known;
  try {
    const { payload, protectedHeader } = await compactVerify(text, verifier.keySet, { algorithms: [purpose.alg] });
    const fresh = { typ: protectedHeader.typ, payload: new TextDecoder().decode(payload) };
    remember(verifier, digest, fresh);
    return fresh;
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}

function digestOf(purpose: JwtPurpose, text: string): SecretHash {
  return hashSecret(`${purpose.alg} ${text}`);
}

function remember({ verified }: Verifier, digest: SecretHash, found: Verified): void {
  if (verified.size >= maxVerified) verified.delete(verified.keys().next().value ?? digest);
  verified.set(digest, found);
}

/**
 * The imported keys of a published set, and the latest signatures that were found good with them: both
 * cost more than everything else that introspection does, and both end with the set.
 */
interface Verifier {
  keySet: ReturnType<typeof createLocalJWKSet>;
  verified: Map<SecretHash, Verified>;
}

const maxVerified = 5000;
const verifiers = new WeakMap<JSONWebKeySet, Verifier>();

function verifierOf(keys: Pick<KeyRing, "jwks">): Verifier {
  const published = keys.jwks();
  const known = verifiers.get(published);
  if (known !== undefined) return known;
  const verifier = { keySet: createLocalJWKSet(published), verified: new Map<SecretHash, Verified>() };
  verifiers.set(published, verifier);
  return verifier;
}

/** Algorithms that a client may sign with: asymmetric ones only (RFC 8725 section 3.1). */
export const clientAlgorithms = ["ES256", "RS256", "PS256", "EdDSA"] as const;

/**
 * Types of a client assertion, in lower case. Any other type is a JWT for another purpose, such as an access
 * token (RFC 8725 section 3.11).
 */
const assertionTypes: readonly string[] = ["jwt", "client-authentication+jwt"];

/** A type is a media type: its case does not matter, and `application/` may be absent (RFC 7515 section 4.1.9). */
function isAssertionType(typ: string | undefined): boolean {
  return typ === undefined || assertionTypes.includes(typ.toLowerCase().replace(/^application\//, ""));
}

/**
 * The claims of a client assertion that one of the client's own keys signed; only type and signature are checked.
 * @returns undefined when no key fits, it has another type, or it is no compact JWT of at most 8 KiB
 */
export async function verifyClientJwt(keySet: JSONWebKeySet, text: string): Promise<unknown> {
  if (!isCompactJwt(text)) return undefined;
  try {
    const options = { algorithms: [...clientAlgorithms] };
    const { payload, protectedHeader } = await compactVerify(text, createLocalJWKSet(keySet), options);
    if (!isAssertionType(protectedHeader.typ)) return undefined;
    return JSON.parse(new TextDecoder().decode(payload));
  } catch (error) {
    // The last is what Web Crypto throws for a key that is no point of its curve.
    const expected = [errors.JOSEError, SyntaxError, TypeError, DOMException];
    if (expected.some((kind) => error instanceof kind)) return undefined;
    throw error;
  }
}

/** What a JWT says, unverified: only to find out whose keys to check it with. */
export function readUnverifiedClaims(text: string): unknown {
  const [, payload] = isCompactJwt(text) ? text.split(".") : [];
  try {
    return JSON.parse(decodeBase64url(payload ?? "")?.toString("utf8") ?? "");
  } catch {
    return undefined;
  }
}
