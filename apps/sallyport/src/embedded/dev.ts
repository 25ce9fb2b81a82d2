import { startEmbeddedDev } from "./start.ts";

/** A server of `sallyport dev` that runs in this process. */
export interface RunningDev {
  /** What `sallyport dev --json` prints. */
  readonly announcement: {
    readonly issuer: string;
    /** The admin listener; the control API is below `/dev/control`. */
    readonly adminUrl: string;
    readonly [name: string]: unknown;
  };
  /** Answers what is in flight for up to five seconds, then closes everything. */
  readonly close: () => Promise<void>;
}

/**
 * Starts `sallyport dev` in this process, by the arguments of the command: `["--port", "0", "--demo"]`.
 * Variables of the environment do not count.
 * @throws Error whose message says what is wrong with an argument, or why the server cannot start
 */
export async function startDev(args: readonly string[] = []): Promise<RunningDev> {
  return await startEmbeddedDev(args);
}
