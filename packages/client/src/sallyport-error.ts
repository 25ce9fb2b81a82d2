/**
 * Why the server refused a call: stable, unlike the words of a message.
 * @example
 * ```ts
 * import { type SallyportCode } from "@sallyport/client";
 * export const isTemporary = (code: SallyportCode) => code === "unavailable" || code === "rate_limited";
 * ```
 */
export type SallyportCode =
  | "not_found"
  | "already_exists"
  | "conflict"
  | "invalid_input"
  | "forbidden"
  | "unauthenticated"
  | "method_not_supported"
  | "unsupported_media_type"
  | "too_large"
  | "rate_limited"
  | "unavailable"
  | "internal";

const codes: Readonly<Record<SallyportCode, true>> = {
  not_found: true,
  already_exists: true,
  conflict: true,
  invalid_input: true,
  forbidden: true,
  unauthenticated: true,
  method_not_supported: true,
  unsupported_media_type: true,
  too_large: true,
  rate_limited: true,
  unavailable: true,
  internal: true,
};

/**
 * What a call throws when the server answered and refused.
 * @example
 * ```ts
 * import { type SallyportError } from "@sallyport/client";
 * export const describe = ({ data }: SallyportError) => `${data.sallyportCode}, request ${data.requestId}`;
 * ```
 */
export interface SallyportError extends Error {
  readonly data: {
    readonly sallyportCode: SallyportCode;
    readonly httpStatus: number;
    /** The procedure: `clients.create`. */
    readonly path?: string;
    /** The member of the input at fault, when there is one: `redirectUris`. */
    readonly field?: string;
    /** By which the server's log line is found. */
    readonly requestId?: string;
  };
}

/**
 * Whether the server refused, in the words of this version. What is left: no answer at all, an answer of something
 * that is no Sallyport, or a code that a newer server has.
 * @example
 * ```ts
 * import { createAdminClient, isSallyportError } from "@sallyport/client";
 * const admin = createAdminClient({ url: "/" });
 * try {
 *   await admin.clients.get.query({ clientId: "unknown" });
 * } catch (error) {
 *   if (!isSallyportError(error)) throw error;
 *   console.error(error.data.sallyportCode); // not_found
 * }
 * ```
 */
export function isSallyportError(error: unknown): error is SallyportError {
  if (!(error instanceof Error) || !("data" in error) || !isObject(error.data)) return false;
  const { sallyportCode, httpStatus, path, field, requestId } = error.data;
  return (
    typeof sallyportCode === "string" &&
    Object.hasOwn(codes, sallyportCode) &&
    typeof httpStatus === "number" &&
    [path, field, requestId].every((text) => text === undefined || typeof text === "string")
  );
}

function isObject(value: unknown): value is Partial<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
