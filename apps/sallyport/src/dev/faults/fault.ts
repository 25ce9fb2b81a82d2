import type { Provider } from "@sallyport/core";
import type { Answer, Exchange } from "@sallyport/http";
import type { DevClock } from "../runtime/clock.ts";

/** What some faults can be told. */
export interface FaultOptions {
  seconds?: number | undefined;
  status?: number | undefined;
  issuer?: string | undefined;
}

interface Described {
  /** As it is asked for; `sallyport faults set <name>`. */
  readonly name: string;
  readonly summary: string;
  /** Those that it heeds. */
  readonly options: readonly (keyof FaultOptions)[];
}

/** A request that meets a fault. */
export interface Passage {
  readonly exchange: Exchange;
  readonly provider: Provider;
  readonly options: FaultOptions;
  /** To be called when the fault shows: it counts then, and not where it does not fit. */
  use: () => void;
}

/** Waits for requests, and spoils them. */
export interface WaitingFault extends Described {
  readonly kind: "waiting";
  /** Where it shows when no route was named. */
  readonly routes: readonly string[];
  /** Whether it can show at any other route. */
  readonly isForAll: boolean;
  apply(passage: Passage, serve: () => Promise<Answer>): Promise<Answer>;
}

interface Surroundings {
  readonly provider: Provider;
  readonly clock: DevClock;
  /** The longest life that an access token was given. */
  readonly longestTokenSeconds: number;
}

/** Happens at once, and is over. */
export interface InstantFault extends Described {
  readonly kind: "instant";
  /** Whether it can be for one client alone. */
  readonly isForOneClient: boolean;
  /** @returns what it did, in words */
  act(surroundings: Surroundings, clientId: string | undefined): Promise<string>;
}

export type Fault = WaitingFault | InstantFault;

/** What logs and `explain` say of a request that a fault refused. */
export const faultReason = "dev_fault";

/** Routes whose answers lead back to the client. */
export const responseRoutes: readonly string[] = ["authorize", "interaction", "sign-in", "decision"];
