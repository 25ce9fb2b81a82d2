import { type Answer, asObject, textOf } from "./answer.ts";
import type { TokenEvidence } from "./evidence.ts";

/** Both are refusals, since nothing valid was sent. */
export function tokenAnswers({ unknownClient, bogusCode }: TokenEvidence): readonly Answer[] {
  return [unknownClient, ...(bogusCode.isDone ? [bogusCode.value] : [])];
}

/** RFC 6749 section 5.2; 429 is another standard's word for asking too often. */
export function isOAuthError(answer: Answer): boolean {
  return [400, 401, 429].includes(answer.status) && errorOf(answer) !== "";
}

export function errorOf(answer: Answer): string {
  return textOf(asObject(answer.json), "error") ?? "";
}
