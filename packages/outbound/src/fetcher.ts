import { addAbortListener } from "node:events";
import type { Validators } from "@sallyport/core";
import { compact } from "@sallyport/core/compact";
import type { Answer, Exchange, Kind } from "./exchange.ts";
import { type FailureReason, FetchFailure } from "./failure.ts";
import { createResolver, type Resolve, resolveTarget } from "./resolve.ts";
import { createSlots, type SlotLimits } from "./slots.ts";
import { type OpenSocket, openSocket } from "./socket.ts";
import { readTarget, type Target } from "./target.ts";

export interface FetcherOptions {
  /** For development: http and https addresses of this very machine count as well. */
  allowLoopback?: boolean;
  /** For a whole fetch, its wait for a turn included. */
  deadlineMs?: number;
  limits?: Partial<SlotLimits>;
  userAgent?: string;
  /** Certificates to trust instead of the usual ones, as PEM. */
  ca?: string;
  /** Told about every fetch, once it has ended; those that share one count as one. */
  onFetch?: (event: FetchEvent) => void;
  /** What it finds is checked all the same. */
  resolve?: Resolve;
  /** Is told checked addresses only. */
  openSocket?: OpenSocket;
  timers?: Timers;
}

export interface FetchEvent {
  /** Host and port; undefined when the address could not be read. */
  host: string | undefined;
  outcome: "fetched" | "unchanged" | FailureReason;
  ms: number;
}

export interface Timers {
  /** Milliseconds since any instant. */
  now(): number;
  /** Runs `run` after `ms`, unless what it returns is called before. */
  after(ms: number, run: () => void): () => void;
}

const systemTimers: Timers = {
  now: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

type Settings = Required<Omit<FetcherOptions, "ca" | "limits">> & Pick<FetcherOptions, "ca">;

const defaultSettings: Settings = {
  allowLoopback: false,
  deadlineMs: 3000,
  userAgent: "sallyport",
  onFetch: () => undefined,
  resolve: createResolver(),
  openSocket,
  timers: systemTimers,
};

/** What a caller knows already and can bear. */
type Known = Validators & { maxBytes: number };

type Failed = { kind: "failed"; reason: FailureReason };

/** `Content` is what the body was read as. */
type Outcome<Content> = Answer<Content> | Failed;

/** Fetches things of one kind. `close` ends what is under way. */
export interface Fetcher<Content> {
  fetch(url: string, known: Known): Promise<Outcome<Content>>;
  close(): Promise<void>;
}

/**
 * The one way by which the server calls addresses that strangers name: https at a public name, its addresses
 * asked for once, each checked, and only those connected to; one request over a connection of its own, without
 * credentials, following nothing; an answer of limited size within a limited time.
 */
export function createFetcher<Content>(
  kind: Kind<Content>,
  options: FetcherOptions,
  defaultLimits: SlotLimits,
): Fetcher<Content> {
  const settings: Settings = { ...defaultSettings, ...options };
  const slots = createSlots({ ...defaultLimits, ...options.limits });
  const closing = new AbortController();
  const flights = new Map<string, Promise<Outcome<Content>>>();

  async function attempt(target: Target, known: Known): Promise<Outcome<Content>> {
    const { signal, stop } = startDeadline(settings, closing.signal);
    try {
      const free = await slots.take(target.origin, signal);
      try {
        return await call(settings, { target, kind, known, userAgent: settings.userAgent, signal });
      } finally {
        free();
      }
    } catch (error) {
      if (error instanceof FetchFailure) return failed(error.reason);
      throw error;
    } finally {
      stop();
    }
  }

  async function fly(url: string, known: Known): Promise<Outcome<Content>> {
    const { onFetch, timers } = settings;
    const began = timers.now();
    const verdict = readTarget(url, settings);
    const answer = verdict.ok ? await attempt(verdict.target, known) : failed(verdict.reason);
    const host = verdict.ok ? verdict.target.authority : undefined;
    onFetch({ host, outcome: answer.kind === "failed" ? answer.reason : answer.kind, ms: timers.now() - began });
    return answer;
  }

  return {
    async fetch(url, { maxBytes, etag, lastModified }) {
      const key = JSON.stringify([url, maxBytes, etag, lastModified]);
      const shared = flights.get(key);
      if (shared !== undefined) return await shared;
      const known = compact({ maxBytes, etag, lastModified });
      const flight = fly(url, known).finally(() => flights.delete(key));
      flights.set(key, flight);
      return await flight;
    },
    async close() {
      closing.abort();
      await Promise.allSettled(flights.values());
    },
  };
}

async function call<Content>(settings: Settings, request: Exchange<Content>): Promise<Outcome<Content>> {
  const { target, signal } = request;
  // With the first call: the HTTP client is large, and many servers never call anybody.
  const { exchange } = await import("./exchange.ts");
  const addresses = await resolveTarget(target, settings.resolve, signal);
  const { host, port, isSecure } = target;
  const socket = await settings.openSocket({ host, port, isSecure, addresses }, { ca: settings.ca, signal });
  return await exchange(socket, request);
}

/** A signal that ends at the deadline, or with everything else; `stop` when it is no longer needed. */
function startDeadline({ deadlineMs, timers }: Settings, closing: AbortSignal) {
  const controller = new AbortController();
  const cancel = timers.after(deadlineMs, () => controller.abort(new FetchFailure("deadline")));
  const close = () => controller.abort(new FetchFailure("closed"));
  const listener = addAbortListener(closing, close);
  if (closing.aborted) close();
  const stop = () => {
    cancel();
    listener[Symbol.dispose]();
  };
  return { signal: controller.signal, stop };
}

function failed(reason: FailureReason): Failed {
  return { kind: "failed", reason };
}
