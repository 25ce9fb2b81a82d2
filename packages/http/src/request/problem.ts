import { addressPrefix, type Detail, type Provider } from "@sallyport/core";
import type { OutgoingHttpHeaders } from "node:http";
import type { RequestContext } from "./request-context.ts";

/** A refusal as it will be told, to a client or to a person. */
export interface Problem {
  status: number;
  error: string;
  description: string;
  reason: string;
  detail: Detail;
  headers: OutgoingHttpHeaders;
}

/** Who reads the answers of a route. */
export type Audience = "client" | "person";

export interface ErrorSettings {
  /** The start of `error_uri` (RFC 6749 section 5.2); the error id is added to it. Default: responses have none. */
  errorUri?: string | undefined;
}

/** Where something was thrown. */
export interface ErrorContext extends ErrorSettings {
  realm: string;
  route: string;
  audience: Audience;
  flowLog: Provider["flowLog"];
  /** Where a client that is not known can register, when it can. */
  registrationEndpoint?: string | undefined;
}

/** What was refused gets an error id; an address that does not exist is nobody's fault worth keeping. */
export function noteRefusal(
  context: RequestContext,
  { route, flowLog, errorUri }: Pick<ErrorContext, "route" | "flowLog" | "errorUri">,
  problem: Pick<Problem, "status" | "error" | "reason" | "detail">,
): void {
  if (problem.status === 404) return;
  const { note, requestId, address } = context;
  const { status, error, reason, detail } = problem;
  const { clientId, flowId } = note;
  note.errorId = flowLog.noteRefusal({
    requestId,
    route,
    status,
    error,
    reason,
    detail,
    clientId,
    flowId,
    address: addressPrefix(address),
  });
  if (errorUri !== undefined) note.errorUri = errorUri + note.errorId;
}
