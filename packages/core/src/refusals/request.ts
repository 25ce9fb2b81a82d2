import { InvalidRequestError, ServerError, TemporarilyUnavailableError } from "../errors.ts";
import { type OAuthRow, textOf } from "./row.ts";

/** Refused whatever the request asks for, and failures of the server. */
export const requestRefusals = {
  repeated_parameter: {
    error: InvalidRequestError,
    description: "A parameter is repeated.",
    rule: "No parameter but resource is repeated (RFC 6749 sections 3.1 and 3.2)",
    meaning: "The request has two values for one parameter. Different programs could read different values.",
    fix: ({ received }) => `Send each parameter once. Repeated: ${textOf(received["repeated"]) ?? "see the request"}.`,
  },
  too_many_parameters: {
    error: InvalidRequestError,
    description: "The request has more than 300 parameters.",
    rule: "A request has at most 300 parameters (a limit of this server)",
    meaning: "The request has more parameters than any client needs.",
    fix: "Send only the parameters of the endpoint.",
  },
  content_type: {
    error: InvalidRequestError,
    description: "The Content-Type must be application/x-www-form-urlencoded in UTF-8.",
    rule: "Requests are application/x-www-form-urlencoded in UTF-8 (RFC 6749 section 3.2)",
    meaning: "The endpoint does not read bodies of this Content-Type.",
    fix: ({ received }) =>
      `Set the Content-Type to application/x-www-form-urlencoded. Received: ${textOf(received["content_type"]) ?? "none"}.`,
  },
  "limit_*": {
    error: TemporarilyUnavailableError,
    description: "Too many requests. Wait as long as Retry-After says.",
    rule: "Requests are limited per client and address (a limit of this server)",
    meaning:
      "There were too many requests of this kind within a minute, or too many failed sign-ins within 15 minutes.",
    fix: "Wait as long as the Retry-After header says. If all requests seem to come from one address, set the number of trusted reverse proxies.",
  },
  store_unavailable: {
    error: TemporarilyUnavailableError,
    description: "The server is temporarily unavailable. Try again in a moment.",
    rule: "The server confirms only what it has stored",
    meaning: "The database was locked, full or not available.",
    fix: "Try again. If the error persists, check the disk and other programs that use the database. The log has the cause under the request id.",
  },
  unexpected: {
    error: ServerError,
    description: "The server failed unexpectedly.",
    rule: "none: the server failed",
    meaning: "An unexpected error happened in the server. The client did nothing wrong.",
    fix: "Search the log for the request id: the entry has the cause. Please report the bug.",
  },
} satisfies Readonly<Record<string, OAuthRow>>;
