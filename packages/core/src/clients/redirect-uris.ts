import { checkRedirectUri } from "../rules/redirect-uri.ts";

const maxRedirectUris = 50;

export type RedirectUrisVerdict = { ok: true } | { ok: false; why: string };

/** Whether a client may have these redirect URIs: 1 to 50, each fit (`checkRedirectUri`), none twice. */
export function checkRedirectUris(uris: readonly string[]): RedirectUrisVerdict {
  if (uris.length === 0) return { ok: false, why: "at least one redirect URI is needed" };
  if (uris.length > maxRedirectUris) return { ok: false, why: `at most ${maxRedirectUris} redirect URIs are allowed` };
  if (new Set(uris).size !== uris.length) return { ok: false, why: "a redirect URI stands twice" };
  for (const uri of uris) {
    const verdict = checkRedirectUri(uri);
    if (!verdict.ok) return verdict;
  }
  return { ok: true };
}
