import type { Control } from "./control.ts";

/**
 * A request that the server received, without its secrets, and how it ended.
 * @example
 * ```ts
 * import { startTestServer, type ReceivedRequest } from "@sallyport/test-kit";
 * await using server = await startTestServer();
 * const request: ReceivedRequest = await server.requests.wait({ route: "token" });
 * ```
 */
export interface ReceivedRequest {
  /** Counts up from 1. */
  readonly number: number;
  /** By the clock of the server: `2026-01-31T12:00:00.000Z`. */
  readonly at: string;
  readonly requestId: string;
  readonly method: string;
  /** The endpoint by name: `token`, `authorize`, `register`, `metadata`, `jwks`. */
  readonly route: string;
  readonly path?: string;
  /** Form, query or JSON. Of secrets the beginning and the end are left, or nothing. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The scheme of the `Authorization` header: `Basic`. */
  readonly authorization?: string;
  readonly userAgent?: string;
  /** Those that it met. */
  readonly faults: readonly string[];
  readonly status: number;
  readonly clientId?: string;
  readonly flowId?: string;
  /** OAuth's name of what was wrong: `invalid_grant`. */
  readonly error?: string;
  /** The same more exactly: `code_expired`. */
  readonly reason?: string;
  /** For `sallyport explain`. */
  readonly errorId?: string;
  readonly durationMs: number;
}

/**
 * Which requests: all that is named must fit.
 * @example
 * ```ts
 * import { startTestServer, type RequestFilter } from "@sallyport/test-kit";
 * await using server = await startTestServer();
 * const filter: RequestFilter = { route: "token", status: 400 };
 * await server.requests.list(filter);
 * ```
 */
export interface RequestFilter {
  readonly route?: string;
  readonly clientId?: string;
  readonly status?: number;
  /** Later than the request of this number. */
  readonly after?: number;
}

/**
 * The requests that the server received.
 * @example
 * ```ts
 * import { startTestServer, type TestRequests } from "@sallyport/test-kit";
 * await using server = await startTestServer();
 * const { requests }: { requests: TestRequests } = server;
 * const after = await requests.last();
 * await server.driver.run();
 * await requests.wait({ route: "token", after });
 * ```
 */
export interface TestRequests {
  /** The last 1,000, oldest first. */
  list(filter?: RequestFilter): Promise<readonly ReceivedRequest[]>;
  /** The number of the last one, for `after`; 0 before the first. */
  last(): Promise<number>;
  /**
   * The first that fits, there already or to come: after the one of the number `after`, else from now on.
   * @throws ControlError `TIMEOUT` after `seconds` (1 to 60, default: 10)
   */
  wait(filter?: RequestFilter & { readonly seconds?: number }): Promise<ReceivedRequest>;
}

export function createRequests({ query }: Control): TestRequests {
  const ask = (filter: RequestFilter = {}) =>
    query<{ last: number; requests: readonly ReceivedRequest[] }>("requests.list", filter);
  return {
    list: async (filter) => (await ask(filter)).requests,
    last: async () => (await ask()).last,
    wait: (filter) => query("requests.wait", filter),
  };
}
