import { createHash } from "node:crypto";
import { type Answer, emptyAnswer } from "./answer.ts";
import type { RequestContext } from "./request-context.ts";

/** An answer and the tag of its body (RFC 9110 section 8.8.3). */
export interface Tagged {
  answer: Answer;
  tag: string;
}

export function tagAnswer(answer: Answer): Tagged {
  return { answer, tag: `"${createHash("sha256").update(answer.body).digest("base64url")}"` };
}

/** The answer, or 304 when the caller has this very body already (RFC 9110 section 13.1.2). */
export function answerTagged(context: RequestContext, { answer, tag }: Tagged): Answer {
  const known = context.request.headers["if-none-match"]?.split(",").map((one) => one.trim().replace(/^W\//, "")) ?? [];
  if (known.includes(tag) || known.includes("*")) return emptyAnswer(304, { ETag: tag });
  return { ...answer, headers: { ...answer.headers, ETag: tag } };
}
