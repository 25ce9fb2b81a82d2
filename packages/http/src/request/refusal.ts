import type { OutgoingHttpHeaders } from "node:http";

/**
 * A request that is refused for what it is as HTTP, before it means anything as OAuth. `reason` is for
 * logs and tests; the description is for the client.
 */
export class HttpRefusal extends Error {
  readonly status: number;
  readonly error: string;
  readonly reason: string;
  readonly headers: OutgoingHttpHeaders;

  constructor(kind: RefusalKind, headers: OutgoingHttpHeaders = {}) {
    const { status, error, description } = refusals[kind];
    super(description);
    this.status = status;
    this.error = error;
    this.reason = kind;
    this.headers = headers;
  }
}

export type RefusalKind = keyof typeof refusals;

/** Every way to fail before OAuth begins. */
const refusals = {
  not_found: { status: 404, error: "not_found", description: "there is nothing at this address" },
  method_not_allowed: { status: 405, error: "invalid_request", description: "the method is not allowed here" },
  body_too_large: { status: 413, error: "invalid_request", description: "the body is larger than 16 KiB" },
  content_encoding: { status: 415, error: "invalid_request", description: "the body must not be compressed" },
  form_expected: { status: 415, error: "invalid_request", description: "the body must be a form" },
  malformed_form: { status: 400, error: "invalid_request", description: "the form is not complete" },
  malformed_request: { status: 400, error: "invalid_request", description: "the request is malformed" },
  foreign_host: { status: 421, error: "invalid_request", description: "this server does not answer for that host" },
  foreign_origin: { status: 403, error: "invalid_request", description: "the form was sent from another site" },
} as const;
