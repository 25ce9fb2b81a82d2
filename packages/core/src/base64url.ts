/**
 * The bytes of `text` in base64url without padding (RFC 4648 section 5; RFC 7515 section 2).
 * Each sequence of bytes has one text: padding, other alphabets, spaces and unused bits that are not zero
 * (RFC 4648 section 3.5) are refused, so that nobody can write a token in a second way.
 * @returns undefined for every other text
 * @example decodeBase64url("AQ")?.length === 1; decodeBase64url("AR") === undefined
 */
export function decodeBase64url(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, "base64url");
  return bytes.toString("base64url") === text ? bytes : undefined;
}
