import type { Context } from "../../context.ts";
import { hourOf } from "../../records/counters.ts";
import { after, type EpochSeconds } from "../../time.ts";

/** Counts of equal steps of time, the oldest first; the last step goes on. */
export interface Traffic {
  /** When the first step began. */
  from: EpochSeconds;
  stepSeconds: number;
  signIns: { succeeded: number[]; failed: number[] };
  /** By grant type; `client`: those that clients got for themselves. */
  tokens: Record<string, number[]>;
  /** By the error that the client was told. */
  refusals: Record<string, number[]>;
  registrations: number[];
}

/** The last 24 hours by the hour, or the last 30 days by the day (UTC). */
export type TrafficSpan = "day" | "month";

const hourSeconds = 3_600;
const daySeconds = 24 * hourSeconds;
const spans = {
  day: { steps: 24, stepSeconds: hourSeconds },
  month: { steps: 30, stepSeconds: daySeconds },
} as const satisfies Record<TrafficSpan, unknown>;

export async function describeTraffic({ clock, counters }: Context, span: TrafficSpan): Promise<Traffic> {
  const { steps, stepSeconds } = spans[span];
  const now = clock.now();
  const from = after(hourOf(now), -((hourOf(now) % stepSeconds) + (steps - 1) * stepSeconds));
  const series = new Map<string, number[]>();
  const seriesOf = (name: string): number[] => {
    const known = series.get(name) ?? Array<number>(steps).fill(0);
    series.set(name, known);
    return known;
  };
  for (const { hour, name, count } of await counters.read(from)) {
    const values = seriesOf(name);
    const step = Math.min(Math.floor((hour - from) / stepSeconds), steps - 1);
    values[step] = (values[step] ?? 0) + count;
  }
  const below = (prefix: string): Record<string, number[]> =>
    Object.fromEntries(
      [...series]
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, values]) => [name.slice(prefix.length), values]),
    );
  return {
    from,
    stepSeconds,
    signIns: { succeeded: seriesOf("sign_in.succeeded"), failed: seriesOf("sign_in.failed") },
    tokens: below("tokens "),
    refusals: below("refused "),
    registrations: seriesOf("client.registered"),
  };
}
