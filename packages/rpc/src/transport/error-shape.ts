import { compact } from "@sallyport/core";
import type { TRPCError } from "@trpc/server";
import type { TRPC_ERROR_CODE_NUMBER } from "@trpc/server/rpc";
import { describeError, type SallyportCode } from "./errors.ts";

/** What every context carries for errors. */
export interface ErrorContext {
  /** By which the log line of a request is found. */
  requestId: string | undefined;
}

/** The error that goes out: a closed set of members, never a stack or a library's text. */
export interface RpcErrorShape {
  message: string;
  code: TRPC_ERROR_CODE_NUMBER;
  data: {
    code: TRPCError["code"];
    httpStatus: number;
    path?: string;
    sallyportCode: SallyportCode;
    field?: string;
    requestId?: string;
  };
}

export function formatError(options: {
  error: TRPCError;
  shape: { code: TRPC_ERROR_CODE_NUMBER; data: { code: TRPCError["code"]; httpStatus: number; path?: string } };
  ctx: ErrorContext | undefined;
}): RpcErrorShape {
  const { error, shape, ctx } = options;
  const { message, sallyportCode, field } = describeError(error);
  const { code, httpStatus, path } = shape.data;
  return {
    message,
    code: shape.code,
    data: compact({ code, httpStatus, path, sallyportCode, field, requestId: ctx?.requestId }),
  };
}
