import type { Answer } from "./answer.ts";

/** A parameter of the challenge, found as SDKs find it: by an unanchored pattern, up to the next quote. */
export function challengeParameter(answer: Answer, name: string): string | undefined {
  const header = answer.headers.get("www-authenticate") ?? "";
  const [, quoted, bare] = new RegExp(`${name}=(?:"([^"]*)"|([^\\s,]+))`, "i").exec(header) ?? [];
  return quoted ?? bare;
}

export function metadataLink(answer: Answer): string | undefined {
  return challengeParameter(answer, "resource_metadata");
}
