import type { Statistics } from "../../ports/store.ts";
import { deleteWhere, type Run, type Tables } from "./tables.ts";

export function createStatistics({ hourCounts }: Tables, run: Run): Statistics {
  return {
    add: (counts, keepFrom) =>
      run(() => {
        for (const { hour, name, count } of counts) {
          const key = `${hour} ${name}`;
          hourCounts.set(key, Object.freeze({ hour, name, count: (hourCounts.get(key)?.count ?? 0) + count }));
        }
        deleteWhere(hourCounts, ({ hour }) => hour < keepFrom);
      }),
    list: (from) =>
      run(() =>
        [...hourCounts.values()]
          .filter(({ hour }) => hour >= from)
          .toSorted((a, b) => a.hour - b.hour || (a.name < b.name ? -1 : 1)),
      ),
  };
}
