import { z } from "zod";
import type { Context } from "../context.ts";
import type { Client } from "../ports/store.ts";
import { endpointUrls } from "../urls.ts";
import { readUnverifiedClaims, verifyClientJwt } from "./jwt.ts";

export type AssertionVerdict = { ok: true; jti: string; expiresAt: number } | { ok: false; why: AssertionFailure };

type AssertionFailure =
  | "bad_assertion"
  | "assertion_of_another"
  | "assertion_audience"
  | "assertion_expiry"
  | "assertion_from_the_future";

const maxLifetimeSeconds = 3600;
const skewSeconds = 30;

/** RFC 7523 section 3; `aud` is one string, because a list could serve two servers at once. */
const claimsSchema = z.looseObject({
  iss: z.string(),
  sub: z.string(),
  aud: z.union([z.string(), z.tuple([z.string()]).transform(([only]) => only)]),
  exp: z.number(),
  iat: z.number().optional(),
  nbf: z.number().optional(),
  jti: z.string().min(1).max(512),
});

/** The client that an assertion is about, before anything of it was checked. */
export function readAssertionSubject(text: string): string | undefined {
  const claims = z.object({ sub: z.string().min(1).max(2048) }).safeParse(readUnverifiedClaims(text));
  return claims.success ? claims.data.sub : undefined;
}

/** Whether `text` was signed by `client` for this server, a short while ago (RFC 7523 section 3). */
export async function verifyAssertion(context: Context, client: Client, text: string): Promise<AssertionVerdict> {
  const claims = claimsSchema.safeParse(await verifyWithKeys(context, client, text));
  if (!claims.success) return refused("bad_assertion");
  const { iss, sub, aud, exp, jti } = claims.data;
  if (iss !== client.id || sub !== client.id) return refused("assertion_of_another");
  if (!isForUs(context, aud)) return refused("assertion_audience");
  const now = context.clock.now();
  if (exp <= now - skewSeconds || exp > now + maxLifetimeSeconds) return refused("assertion_expiry");
  const earliest = Math.max(claims.data.iat ?? now, claims.data.nbf ?? now);
  if (earliest > now + skewSeconds) return refused("assertion_from_the_future");
  return { ok: true, jti, expiresAt: exp };
}

async function verifyWithKeys(context: Context, client: Client, text: string): Promise<unknown> {
  const known = await context.clientKeys.find(client, { refetch: false });
  // Keys that could not be fetched a moment ago are not asked for again.
  if (known === undefined) return undefined;
  const claims = await verifyClientJwt(known, text);
  if (claims !== undefined || client.jwksUri === undefined) return claims;
  const renewed = await context.clientKeys.find(client, { refetch: true });
  return renewed === undefined ? undefined : await verifyClientJwt(renewed, text);
}

/** The issuer is right; the token endpoint is what older clients write (RFC 7523 section 3). */
function isForUs(context: Context, audience: string): boolean {
  const { issuer } = context.config;
  return [issuer, `${issuer}/`, endpointUrls(context.config).token].includes(audience);
}

function refused(why: AssertionFailure): AssertionVerdict {
  return { ok: false, why };
}
