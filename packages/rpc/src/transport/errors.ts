import { compact, ManagementError, StoreUnavailableError } from "@sallyport/core";
import { TRPCError } from "@trpc/server";
import { z } from "zod";

type StatusName = TRPCError["code"];

/** What a caller can switch on: stable, unlike the words of a message. */
export type SallyportCode =
  | ManagementError["code"]
  | "method_not_supported"
  | "unsupported_media_type"
  | "too_large"
  | "rate_limited"
  | "unavailable"
  | "internal";

/** What a caller sees of an error; the cause stays inside. */
export interface ErrorDescription {
  message: string;
  sallyportCode: SallyportCode;
  /** The input member at fault, when there is one. */
  field?: string;
}

/** A refusal in our own words, which the caller may read. */
export class RpcRefusal extends TRPCError {
  readonly field: string | undefined;

  constructor(code: StatusName, message: string, more: { field?: string | undefined; cause?: unknown } = {}) {
    super({ code, message, cause: more.cause });
    this.field = more.field;
  }
}

const statusOfManagementError: Record<ManagementError["code"], StatusName> = {
  not_found: "NOT_FOUND",
  already_exists: "CONFLICT",
  conflict: "PRECONDITION_FAILED",
  invalid_input: "BAD_REQUEST",
  forbidden: "FORBIDDEN",
  unauthenticated: "UNAUTHORIZED",
};

/** Status names that are no failure of ours. Text of the library is replaced by these words. */
const descriptions: Partial<Record<StatusName, ErrorDescription>> = {
  PARSE_ERROR: { sallyportCode: "invalid_input", message: "the request cannot be read" },
  BAD_REQUEST: { sallyportCode: "invalid_input", message: "the request cannot be read" },
  UNAUTHORIZED: { sallyportCode: "unauthenticated", message: "sign in first" },
  FORBIDDEN: { sallyportCode: "forbidden", message: "this is not allowed to you" },
  NOT_FOUND: { sallyportCode: "not_found", message: "there is no such procedure" },
  METHOD_NOT_SUPPORTED: { sallyportCode: "method_not_supported", message: "queries take GET, mutations take POST" },
  CONFLICT: { sallyportCode: "already_exists", message: "it exists already" },
  PRECONDITION_FAILED: { sallyportCode: "conflict", message: "it was changed meanwhile: look again" },
  PAYLOAD_TOO_LARGE: { sallyportCode: "too_large", message: "the request is too large" },
  UNSUPPORTED_MEDIA_TYPE: { sallyportCode: "unsupported_media_type", message: "the body must be application/json" },
  TOO_MANY_REQUESTS: { sallyportCode: "rate_limited", message: "too many attempts; try again later" },
  SERVICE_UNAVAILABLE: { sallyportCode: "unavailable", message: "the server cannot do this now; try again" },
};

const internal: ErrorDescription = { sallyportCode: "internal", message: "the server failed" };

/** What core threw, as an error of the RPC layer; `fieldNames` are the names of our input for those of core. */
export function toRpcError(cause: unknown, fieldNames: Readonly<Record<string, string>> = {}): TRPCError | undefined {
  if (cause instanceof ManagementError) {
    const field = cause.field === undefined ? undefined : (fieldNames[cause.field] ?? cause.field);
    return new RpcRefusal(statusOfManagementError[cause.code], cause.message, { field, cause });
  }
  if (cause instanceof StoreUnavailableError) {
    return new TRPCError({ code: "SERVICE_UNAVAILABLE", cause });
  }
  return undefined;
}

export function describeError(error: TRPCError): ErrorDescription {
  const known = descriptions[error.code] ?? internal;
  if (error instanceof RpcRefusal) {
    return compact({ ...known, message: error.message, field: error.field });
  }
  if (error.code === "BAD_REQUEST" && error.cause instanceof z.ZodError) return describeIssue(error.cause);
  return known;
}

/** Names the member at fault; what the schema library says of it stays inside. */
function describeIssue(error: z.ZodError): ErrorDescription {
  const [issue] = error.issues;
  const path = (issue?.path ?? []).map(String);
  if (issue?.code === "unrecognized_keys") {
    const field = [...path, issue.keys[0] ?? ""].join(".").slice(0, 100);
    return { sallyportCode: "invalid_input", message: "the input has a member that is not known", field };
  }
  if (path.length === 0) return { sallyportCode: "invalid_input", message: "the input is malformed" };
  return { sallyportCode: "invalid_input", message: "the input has a malformed member", field: path.join(".") };
}
