import { isSallyportError, type SallyportCode } from "@sallyport/client";

export interface Failure {
  /** What happened, for people. */
  text: string;
  /** By which the server's log line is found; only where somebody should look there. */
  requestId?: string;
}

/** Whether the words of the server say more than ours. */
const ownWords: Readonly<Record<SallyportCode, string | undefined>> = {
  not_found: undefined,
  already_exists: undefined,
  conflict: undefined,
  invalid_input: undefined,
  forbidden: undefined,
  unauthenticated: undefined,
  method_not_supported: "This console and the server are of different versions. Reload the page.",
  unsupported_media_type: "This console and the server are of different versions. Reload the page.",
  too_large: "That is more than the server takes at once.",
  rate_limited: "Too many attempts. Wait a minute and try again.",
  unavailable: "The server cannot reach its database now. Nothing was changed; try again in a moment.",
  internal: "The server failed. Its log knows why.",
};

/** What a person is told of a call that failed. */
export function describeFailure(error: unknown): Failure {
  if (!isSallyportError(error)) return { text: "The server does not answer. Is it running?" };
  const { sallyportCode, requestId } = error.data;
  const text = ownWords[sallyportCode] ?? asSentence(error.message);
  return sallyportCode === "internal" && requestId !== undefined ? { text, requestId } : { text };
}

/** The member of the input that the server found fault with; of `redirectUris.0` the first part. */
export function fieldAtFault(error: unknown): string | undefined {
  if (!isSallyportError(error)) return undefined;
  return error.data.field?.split(".", 1)[0];
}

/** The words for the field, if it is one of `names` that the server found fault with. */
export function faultAt(error: unknown, ...names: readonly string[]): string | undefined {
  const field = fieldAtFault(error);
  return field !== undefined && names.includes(field) ? describeFailure(error).text : undefined;
}

export function isCode(error: unknown, code: SallyportCode): boolean {
  return isSallyportError(error) && error.data.sallyportCode === code;
}

function asSentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;
}
