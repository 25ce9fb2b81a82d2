import { httpRefusals } from "@sallyport/core";
import type { OutgoingHttpHeaders } from "node:http";

/** A request that is refused before an OAuth endpoint reads it: a row of `httpRefusals` in core. */
export class HttpRefusal extends Error {
  readonly status: number;
  readonly error: string;
  readonly reason: string;
  readonly headers: OutgoingHttpHeaders;

  constructor(kind: RefusalKind, headers: OutgoingHttpHeaders = {}) {
    const { status, error, description } = httpRefusals[kind];
    super(description);
    this.status = status;
    this.error = error;
    this.reason = kind;
    this.headers = headers;
  }
}

export type RefusalKind = keyof typeof httpRefusals;
