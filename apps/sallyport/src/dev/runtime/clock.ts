import { type Clock, epochSeconds } from "@sallyport/core";

export interface ClockView {
  /** Of the authorization server, in seconds since 1970, and as people write it. */
  now: number;
  time: string;
  isFrozen: boolean;
  /** How far it was moved from this machine's clock, without the skew. */
  movedSeconds: number;
  skewSeconds: number;
}

/** A clock that can be moved while the server runs. */
export interface DevClock extends Clock {
  /** What everybody else has, the demo MCP server too: `now` without the skew. */
  devNow(): number;
  view(): ClockView;
  advance(seconds: number): void;
  freeze(): void;
  /** Goes on from where it stands. */
  resume(): void;
  /** Lets the authorization server be ahead of the others, or behind them. */
  skew(seconds: number): void;
  /** Back to this machine's clock. */
  reset(): void;
}

export function createDevClock(machine: () => number = () => Date.now() / 1_000): DevClock {
  let moved = 0;
  let skewed = 0;
  let frozenAt: number | undefined;
  const control = (): number => frozenAt ?? machine() + moved;
  const now = () => epochSeconds(control() + skewed);
  return {
    now,
    devNow: () => Math.floor(control()),
    view: () => ({
      now: now(),
      time: new Date(now() * 1_000).toISOString(),
      isFrozen: frozenAt !== undefined,
      movedSeconds: Math.round(control() - machine()),
      skewSeconds: skewed,
    }),
    advance(seconds) {
      if (frozenAt === undefined) moved += seconds;
      else frozenAt += seconds;
    },
    freeze: () => void (frozenAt ??= control()),
    resume() {
      if (frozenAt === undefined) return;
      moved = frozenAt - machine();
      frozenAt = undefined;
    },
    skew: (seconds) => void (skewed = seconds),
    reset() {
      moved = 0;
      skewed = 0;
      frozenAt = undefined;
    },
  };
}
