import type { Answer } from "@sallyport/http";
import type { Passage } from "./fault.ts";

/**
 * An authorization response with another `iss` (RFC 9207), or with none: where it is a redirect, and where it is the
 * page that leads there.
 */
export async function answerWithIssuer(
  { provider, use }: Passage,
  serve: () => Promise<Answer>,
  issuer: string | undefined,
): Promise<Answer> {
  const answer = await serve();
  const own = `iss=${encodeURIComponent(provider.config.issuer)}`;
  const other = issuer === undefined ? undefined : `iss=${encodeURIComponent(issuer)}`;
  const { Location: location } = answer.headers;
  const where = typeof location === "string" ? location : String(answer.body);
  if (!where.includes(own)) return answer;
  use();
  return typeof location === "string"
    ? { ...answer, headers: { ...answer.headers, Location: replace(location, own, other) } }
    : { ...answer, body: replace(where, own, other) };
}

function replace(text: string, own: string, other: string | undefined): string {
  if (other !== undefined) return text.replaceAll(own, other);
  return text.replaceAll(`&amp;${own}`, "").replaceAll(`&${own}`, "").replaceAll(`${own}&`, "");
}
