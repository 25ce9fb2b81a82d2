import { tokenPrefixes } from "../../secret-text.ts";
import type { Facts } from "../../ports/store.ts";

const maxLength = 300;
const maxItems = 20;

/** What must not be kept, wherever somebody may have put it, and what stands in its place. */
const secrets: readonly [pattern: RegExp, instead: string][] = [
  [new RegExp(`(?:${Object.values(tokenPrefixes).join("|")})[\\w-]*`, "g"), "[secret]"],
  [/\beyJ[\w-]+\.[\w.-]*/g, "[secret]"],
  // Too long for a word, and no id of ours: a verifier, say, or somebody else's key.
  [/(?<![\w-])(?!client_)[\w-]{40,}/g, "[secret]"],
  [/\/\/[^/?#@\s]*@/g, "//[secret]@"],
  [/([?&][^=&#]*=)[^&#]+/g, "$1…"],
];

/** `text` without secrets, values of a query and control characters, and not longer than people read. */
export function scrubText(text: string): string {
  const clean = secrets.reduce((rest, [pattern, instead]) => rest.replaceAll(pattern, instead), text);
  const printable = clean.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "");
  return printable.length > maxLength ? `${printable.slice(0, maxLength)}…` : printable;
}

/** What of `facts` may be kept. */
export function scrub(facts: Facts): Facts {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      typeof value === "string" ? scrubText(value) : value.slice(0, maxItems).map(scrubText),
    ]),
  );
}
