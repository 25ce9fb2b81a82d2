import { isSallyportError, type SallyportCode } from "@sallyport/client";

export interface Failure {
  /** The message for the administrator. */
  text: string;
  /** Finds the line in the server log; present only if the log says more. */
  requestId?: string;
}

/** Messages of the console; undefined shows the message of the server. */
const ownLabel: Readonly<Record<SallyportCode, string | undefined>> = {
  not_found: undefined,
  already_exists: undefined,
  conflict: undefined,
  invalid_input: undefined,
  forbidden: undefined,
  unauthenticated: undefined,
  method_not_supported: "The console and the server have different versions. Reload the page.",
  unsupported_media_type: "The console and the server have different versions. Reload the page.",
  too_large: "The request is too large.",
  rate_limited: "Too many attempts. Wait a minute and try again.",
  unavailable: "The server cannot reach its database. Nothing was changed. Try again in a moment.",
  internal: "Internal server error. See the server log for details.",
};

/** The message for a failed call. */
export function describeFailure(error: unknown): Failure {
  if (!isSallyportError(error)) return { text: "No response from the server. Check that it is running." };
  const { sallyportCode, requestId } = error.data;
  const text = ownLabel[sallyportCode] ?? asSentence(error.message);
  return sallyportCode === "internal" && requestId !== undefined ? { text, requestId } : { text };
}

/** The invalid member of the input; of `redirectUris.0` the first part. */
export function fieldAtFault(error: unknown): string | undefined {
  if (!isSallyportError(error)) return undefined;
  return error.data.field?.split(".", 1)[0];
}

/** The error message for a field, if the server refused one of `names`. */
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
