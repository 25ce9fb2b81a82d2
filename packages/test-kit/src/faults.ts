import type { Control } from "./control.ts";

/**
 * What can go wrong. These happen at once: `expire_now` (every access token has ended), `revoke` (every grant, or
 * those of a client), `rotate_keys`. The others wait for requests: `invalid_grant`, `rate_limit` (429), `server_error`
 * (5xx), `slow`, `drop_response` (the connection ends after the work was done), `deny_consent`, `wrong_iss` and
 * `missing_iss` (RFC 9207).
 * @example
 * ```ts
 * import { startTestServer, type FaultName } from "@sallyport/test-kit";
 * await using server = await startTestServer();
 * const fault: FaultName = "rate_limit";
 * await server.faults.set(fault);
 * ```
 */
export type FaultName =
  | "expire_now"
  | "revoke"
  | "rotate_keys"
  | "invalid_grant"
  | "rate_limit"
  | "server_error"
  | "slow"
  | "drop_response"
  | "deny_consent"
  | "wrong_iss"
  | "missing_iss";

/**
 * Which requests a fault is for, all that is named together; and how it shows.
 * @example
 * ```ts
 * import { startTestServer, type FaultOptions } from "@sallyport/test-kit";
 * await using server = await startTestServer();
 * const options: FaultOptions = { next: 2, status: 503 };
 * await server.faults.set("server_error", options);
 * ```
 */
export interface FaultOptions {
  /** How many requests it spoils, 1 to 10,000. Default: 1. */
  readonly next?: number | "all";
  /** At this endpoint: `token`, `register`, `jwks`. Default: where the fault usually shows. */
  readonly route?: string;
  /** For this client alone. */
  readonly clientId?: string;
  /** For this grant type alone, at the token endpoint: `refresh_token`. */
  readonly grantType?: string;
  /** Of `slow`, and of the `Retry-After` of `rate_limit`: 0 to 600. */
  readonly seconds?: number;
  /** Of `server_error`: 500 to 599. */
  readonly status?: number;
  /** Of `wrong_iss`. */
  readonly issuer?: string;
}

/**
 * A fault that waits for requests.
 * @example
 * ```ts
 * import { startTestServer, type WaitingFault } from "@sallyport/test-kit";
 * await using server = await startTestServer();
 * const waiting: readonly WaitingFault[] = await server.faults.list();
 * ```
 */
export interface WaitingFault {
  readonly id: number;
  readonly fault: string;
  /** How many requests it will still spoil. */
  readonly left: number | "all";
  readonly options: { readonly seconds?: number; readonly status?: number; readonly issuer?: string };
  readonly route?: string;
  readonly clientId?: string;
  readonly grantType?: string;
}

/**
 * A fault that the server can simulate.
 * @example
 * ```ts
 * import { startTestServer, type KnownFault } from "@sallyport/test-kit";
 * await using server = await startTestServer();
 * const known: readonly KnownFault[] = await server.faults.known();
 * ```
 */
export interface KnownFault {
  readonly name: string;
  readonly kind: "waiting" | "instant";
  readonly summary: string;
  /** Those options that it heeds. */
  readonly options: readonly ("seconds" | "status" | "issuer")[];
  /** Where it shows when no route is named. */
  readonly routes: readonly string[];
}

/**
 * Simulates faults of the authorization server.
 * @example
 * ```ts
 * import { startTestServer, type TestFaults } from "@sallyport/test-kit";
 * await using server = await startTestServer();
 * const { faults }: { faults: TestFaults } = server;
 * await faults.set("slow", { seconds: 2 });
 * await faults.clear();
 * ```
 */
export interface TestFaults {
  /**
   * Lets something go wrong.
   * @returns what was done, or what waits now
   * @throws ControlError when the fault cannot heed an option; nothing is set then
   */
  set(
    fault: FaultName,
    options?: FaultOptions,
  ): Promise<{ readonly done: string } | { readonly waiting: WaitingFault }>;
  /** Forgets those that wait, or the one with this id. @returns how many @throws ControlError when it does not wait */
  clear(id?: number): Promise<number>;
  /** Those that wait, in the order in which they were set. */
  list(): Promise<readonly WaitingFault[]>;
  /** All that there are. */
  known(): Promise<readonly KnownFault[]>;
}

export function createFaults({ query, mutate }: Control): TestFaults {
  const ask = () => query<{ known: readonly KnownFault[]; waiting: readonly WaitingFault[] }>("faults.list");
  return {
    set: (fault, options) => mutate("faults.set", { ...options, fault }),
    async clear(id) {
      const { cleared } = await mutate<{ cleared: number }>("faults.clear", { id });
      return cleared;
    },
    list: async () => (await ask()).waiting,
    known: async () => (await ask()).known,
  };
}
