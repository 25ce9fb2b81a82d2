import { hash } from "node:crypto";
import { decodeBase64url } from "../base64url.ts";
import { isSameText } from "../secret.ts";

/** The only method that this server knows (OAuth 2.1 section 4.1.1). */
export const codeChallengeMethod = "S256";

const hashBytes = 32;
const verifierPattern = /^[A-Za-z0-9._~-]{43,128}$/;

/** Whether `challenge` is what S256 can produce: 43 base64url characters of 32 bytes (RFC 7636 section 4.2). */
export function isCodeChallenge(challenge: string): boolean {
  return decodeBase64url(challenge)?.length === hashBytes;
}

/** Whether `verifier` has the required form and hashes to `challenge` (RFC 7636 sections 4.1 and 4.6). */
export function matchesCodeChallenge(verifier: string, challenge: string): boolean {
  return verifierPattern.test(verifier) && isSameText(hash("sha256", verifier, "base64url"), challenge);
}
