/** Counts of equal steps of time, the oldest first. */
export type Series = readonly number[];

export function total(series: Series): number {
  return series.reduce((sum, count) => sum + count, 0);
}

/** The sum of all series, step by step. */
export function addSeries(all: readonly Series[]): Series {
  const length = Math.max(0, ...all.map((series) => series.length));
  return Array.from({ length }, (_, step) => total(all.map((series) => series[step] ?? 0)));
}

/** The names with the greatest totals, the greatest first; names with a total of 0 are left out. */
export function topNames(byName: Readonly<Record<string, Series>>, limit: number): [name: string, count: number][] {
  return Object.entries(byName)
    .map(([name, series]): [string, number] => [name, total(series)])
    .filter(([, count]) => count > 0)
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, limit);
}

export interface Bar {
  x: number;
  y: number;
  height: number;
}

/** Bars for one step each, one unit wide, in a box of the given height; `scale` is the greatest count of the chart. */
export function barsOf(series: Series, scale: number, boxHeight: number): Bar[] {
  return series.map((count, x) => {
    // A single event must stay visible.
    const height = count === 0 ? 0 : Math.max(1, (count / Math.max(1, scale)) * boxHeight);
    return { x, y: boxHeight - height, height };
  });
}
