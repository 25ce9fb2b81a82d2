import { decodeJwt } from "jose";
import type { AccessTokenVerdict } from "./claims.ts";
import type { TokenCheck, UncheckedToken } from "./token-check.ts";

/** The verdict of the first of `checks` that takes the token; it alone decides, so that no check weakens another. */
export async function checkToken(text: string, checks: readonly TokenCheck[]): Promise<AccessTokenVerdict> {
  const token: UncheckedToken = { text, claimedIssuer: claimedIssuer(text) };
  const check = checks.find((one) => one.takes(token));
  if (check !== undefined) return check.judge(token);
  return { ok: false, reason: token.claimedIssuer === undefined ? "token_malformed" : "issuer_unknown" };
}

function claimedIssuer(text: string): string | undefined {
  try {
    return decodeJwt(text).iss;
  } catch {
    return undefined;
  }
}
