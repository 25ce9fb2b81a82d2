import { addAbortListener } from "node:events";
import { FetchFailure, failureOf } from "./failure.ts";

export interface SlotLimits {
  /** Fetches at once. */
  total: number;
  perOrigin: number;
  /** Fetches that wait for their turn. */
  waiting: number;
  waitingPerOrigin: number;
}

export interface Slots {
  /**
   * Waits for a turn; call what it returns once, when done.
   * @throws FetchFailure `busy` when too many wait already, or what ended the signal
   */
  take(origin: string, signal: AbortSignal): Promise<() => void>;
}

interface Waiter {
  origin: string;
  start: () => void;
}

/** Turns in the order of arrival; an origin that has its share is passed over, so it holds up nobody else. */
export function createSlots(limits: SlotLimits): Slots {
  const running: string[] = [];
  let waiting: Waiter[] = [];

  const hasRoom = (origin: string) => running.length < limits.total && count(running, origin) < limits.perOrigin;

  function enter(origin: string): () => void {
    running.push(origin);
    return () => {
      running.splice(running.indexOf(origin), 1);
      const next = waiting.find((waiter) => hasRoom(waiter.origin));
      next?.start();
    };
  }

  function leave(waiter: Waiter): void {
    waiting = waiting.filter((one) => one !== waiter);
  }

  function isFull(origin: string): boolean {
    const ofOrigin = waiting.filter((waiter) => waiter.origin === origin).length;
    return waiting.length >= limits.waiting || ofOrigin >= limits.waitingPerOrigin;
  }

  return {
    async take(origin, signal) {
      signal.throwIfAborted();
      if (hasRoom(origin)) return enter(origin);
      if (isFull(origin)) throw new FetchFailure("busy");
      const { promise, resolve, reject } = Promise.withResolvers<() => void>();
      const waiter: Waiter = {
        origin,
        start: () => {
          leave(waiter);
          resolve(enter(origin));
        },
      };
      waiting.push(waiter);
      const listener = addAbortListener(signal, () => {
        leave(waiter);
        reject(failureOf(signal, "busy", undefined));
      });
      return await promise.finally(() => listener[Symbol.dispose]());
    },
  };
}

function count(origins: readonly string[], origin: string): number {
  return origins.filter((one) => one === origin).length;
}
