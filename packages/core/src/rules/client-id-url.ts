import { isLoopbackHost } from "./redirect-uri.ts";

/** Whether a client id claims to be the address of a metadata document: no id of ours begins like that. */
export function looksLikeDocumentId(clientId: string): boolean {
  return /^https?:\/\//i.test(clientId);
}

export type DocumentIdVerdict = { ok: true; url: URL } | { ok: false; why: string };

const maxLength = 1024;

/** What the text must be before it is worth parsing. */
const textRules: readonly { holds: (id: string) => boolean; why: string }[] = [
  { holds: (id) => id.length <= maxLength, why: "is too long" },
  { holds: (id) => !/[#\\\s]/.test(id) && !id.endsWith("?"), why: "has a fragment, a blank or an empty query" },
  { holds: (id) => !/\/\.{1,2}(\/|$|\?)|%2e/i.test(id), why: "has dot segments" },
  { holds: (id) => URL.canParse(id), why: "is not a URL" },
  { holds: (id) => new URL(id).href === id && !/^https?:\/\/[^/?]*@/i.test(id), why: "is not in normal form" },
  { holds: (id) => new URL(id).pathname !== "/", why: "has no path" },
];

/**
 * Whether `clientId` can be the address of a metadata document
 * (draft-ietf-oauth-client-id-metadata-document, section "Client Identifier"): https with a path, in
 * normal form, without user information, fragment, empty query or dot segments, and not an IP address.
 */
export function checkDocumentId(clientId: string, options: { allowLoopback: boolean }): DocumentIdVerdict {
  const broken = textRules.find((rule) => !rule.holds(clientId));
  if (broken !== undefined) return refused(broken.why);
  const url = new URL(clientId);
  if (isLoopbackHost(url.hostname)) return options.allowLoopback ? { ok: true, url } : refused("names this computer");
  if (url.protocol !== "https:") return refused("is not https");
  const isName = url.hostname.includes(".") && !/^[\d.]+$|^\[|\.$/.test(url.hostname);
  return isName ? { ok: true, url } : refused("does not name a public host");
}

function refused(why: string): DocumentIdVerdict {
  return { ok: false, why: `client_id ${why}` };
}
