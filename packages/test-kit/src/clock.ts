import type { Control } from "./control.ts";

/**
 * What time it is to the server.
 * @example
 * ```ts
 * import { startTestServer, type ClockState } from "@sallyport/test-kit";
 * await using server = await startTestServer();
 * const { now, isFrozen }: ClockState = await server.clock.get();
 * ```
 */
export interface ClockState {
  /** Of the authorization server, in seconds since 1970. */
  readonly now: number;
  /** The same as people write it: `2026-01-31T12:00:00.000Z`. */
  readonly time: string;
  readonly isFrozen: boolean;
  /** Seconds that it was moved from the machine's clock, without the skew. */
  readonly movedSeconds: number;
  /** Seconds that the authorization server is ahead of its demo MCP server. */
  readonly skewSeconds: number;
}

/**
 * The time of the server, for codes, tokens and sessions. A program that checks tokens by itself has a clock of its
 * own: give it `clock.get()`, or let it ask the server (introspection).
 * @example
 * ```ts
 * import { startTestServer, type TestClock } from "@sallyport/test-kit";
 * await using server = await startTestServer();
 * const { clock }: { clock: TestClock } = server;
 * await clock.advance(3_600);
 * ```
 */
export interface TestClock {
  get(): Promise<ClockState>;
  /** Moves it forwards, by whole seconds from 1 to 315,360,000 (ten years). @throws ControlError */
  advance(seconds: number): Promise<ClockState>;
  /** Lets it stand still; `advance` still moves it. */
  freeze(): Promise<ClockState>;
  /** Lets it go on from where it stands. */
  resume(): Promise<ClockState>;
  /** Puts the authorization server ahead of others, or behind: seconds from -86,400 to 86,400. @throws ControlError */
  skew(seconds: number): Promise<ClockState>;
}

export function createClock({ query, mutate }: Control): TestClock {
  return {
    get: () => query("clock.get"),
    advance: (seconds) => mutate("clock.advance", { seconds }),
    freeze: () => mutate("clock.freeze"),
    resume: () => mutate("clock.resume"),
    skew: (seconds) => mutate("clock.skew", { seconds }),
  };
}
