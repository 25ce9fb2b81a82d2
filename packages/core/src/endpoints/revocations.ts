import { authenticateClient } from "../client-auth/authenticate.ts";
import type { Context } from "../context.ts";
import { type Form, parseForm, readForm, refuseRepeated } from "../form.ts";
import type { JsonObject, OAuthRequest, OAuthResponse } from "../messages.ts";
import type { Revocation } from "../ports/store.ts";
import { refuse } from "../refusals/refuse.ts";

/** How many entries one answer has at most: some 100 KiB. */
const pageSize = 1_000;

/**
 * What ended access tokens before they expire, for resource servers that verify by themselves. The answer
 * goes on behind `after`, a `cursor` of an earlier one, and says with `more` that there is already more. By
 * GET with Basic, or by POST with any method of authentication that proves something.
 */
export async function handleRevocations(context: Context, request: OAuthRequest): Promise<OAuthResponse> {
  const form = request.method === "POST" ? readForm(request) : readQuery(request);
  const { client, isProven } = await authenticateClient(context, request, form);
  if (!isProven || client.defaultResource === undefined) {
    throw refuse("no_resource_server", {
      detail: { clientId: client.id },
    });
  }
  const after = readMark(form.get("after"));
  const found = await context.store.revocations.listAfter(after, pageSize + 1);
  const page = found.slice(0, pageSize);
  const last = page.at(-1)?.mark ?? after;
  return {
    status: 200,
    body: {
      issuer: context.config.issuer,
      cursor: last.toString(36),
      more: found.length > pageSize,
      revoked: page.map(({ revocation }) => describe(revocation)),
    },
  };
}

/** Credentials do not belong into an address, where logs see them. */
function readQuery(request: OAuthRequest): Form {
  const form = parseForm(request.query);
  refuseRepeated(form);
  return { ...form, get: (name) => (name === "after" ? form.get(name) : undefined) };
}

function readMark(text: string | undefined): number {
  if (text === undefined) return 0;
  if (/^[0-9a-z]{1,10}$/.test(text)) return Number.parseInt(text, 36);
  throw refuse("cursor");
}

/** In the words of the claims: a token is dead when it has all that is named, and was issued by then. */
function describe({ jti, grantId, clientId, userId, at, expiresAt }: Revocation): JsonObject {
  const isSingle = jti !== undefined || grantId !== undefined;
  const isOfAll = !isSingle && clientId === undefined && userId === undefined;
  return {
    all: isOfAll || undefined,
    jti,
    grant_id: grantId?.toString(36),
    client_id: clientId,
    sub: userId,
    issued_until: isSingle ? undefined : at,
    until: expiresAt,
  };
}
