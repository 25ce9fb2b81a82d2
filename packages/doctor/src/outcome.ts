import type { Answer } from "./answer.ts";

/** What became of an authorization request. */
export type Outcome =
  /** To the redirect URI, with an error or a code. */
  | { readonly kind: "sent-back"; readonly parameters: URLSearchParams }
  /** Told to the person. */
  | { readonly kind: "refused"; readonly how: string }
  /** To a page that goes on: sign-in, consent. */
  | { readonly kind: "goes-on"; readonly how: string }
  /** No answer, or a failure of the server. */
  | { readonly kind: "broken"; readonly how: string };

export function readOutcome(answer: Answer, redirectUri: string): Outcome {
  const { status, location } = answer;
  if (status === 0) return { kind: "broken", how: `no answer (${answer.failure ?? ""})` };
  if (status >= 500) return { kind: "broken", how: String(status) };
  if (location === undefined) return { kind: status >= 400 ? "refused" : "goes-on", how: String(status) };
  if (isAt(location, redirectUri)) return { kind: "sent-back", parameters: parametersOf(location) };
  const error = parametersOf(location).get("error");
  if (error !== null) return { kind: "refused", how: `${status} to a page that says ${error}` };
  return { kind: "goes-on", how: `${status} to ${location.split("?", 1).join("")}` };
}

/** Whether the request was refused, to whomever. */
export function isRefusal(outcome: Outcome): boolean {
  return outcome.kind === "refused" || (outcome.kind === "sent-back" && outcome.parameters.has("error"));
}

export function describeOutcome(outcome: Outcome): string {
  if (outcome.kind !== "sent-back") return outcome.how;
  const error = outcome.parameters.get("error");
  if (error === null) return "a redirect to the client";
  const description = outcome.parameters.get("error_description");
  return `error=${error}${description === null ? "" : ` (${description})`}`;
}

export function isAt(location: string, redirectUri: string): boolean {
  return withoutParameters(location) === withoutParameters(new URL(redirectUri).href);
}

function withoutParameters(url: string): string {
  return url.replace(/[?#].*$/, "");
}

/** Of the query, or of the fragment. */
export function parametersOf(location: string): URLSearchParams {
  const { search, hash } = new URL(location);
  return new URLSearchParams(search === "" ? hash.slice(1) : search);
}
