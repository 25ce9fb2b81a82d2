import { hash } from "node:crypto";

/**
 * What ties the steps of one flow together, from the authorization request to the tokens. It follows from
 * the code challenge, which both ends of a flow know (RFC 7636 sections 4.3 and 4.6), so nobody has to
 * carry it along.
 */
export function flowIdOf(codeChallenge: string): string {
  return `flow_${hash("sha256", `flow ${codeChallenge}`).slice(0, 12)}`;
}

/** The flow that a query or form names, by its challenge or by its verifier. */
export function namedFlowId(text: string): string | undefined {
  if (!text.includes("code_")) return undefined;
  const form = new URLSearchParams(text);
  const verifier = form.get("code_verifier");
  const challenge = verifier === null ? form.get("code_challenge") : hash("sha256", verifier, "base64url");
  return challenge === null || challenge === "" ? undefined : flowIdOf(challenge);
}
