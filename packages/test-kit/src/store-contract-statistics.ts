import type { Store } from "@sallyport/core/stores/port";
import { after } from "@sallyport/core/time";
import { describe, expect, it } from "vitest";
import { sampleNow } from "./store-samples.ts";

export function describeStatistics(store: () => Store): void {
  const hour = 3_600;
  const next = after(sampleNow, hour);

  describe("counts by the hour", () => {
    it("add up, each hour and name for itself, whoever adds at the same time", async () => {
      const { statistics } = store();
      const once = [
        { hour: next, name: "b", count: 1 },
        { hour: sampleNow, name: "b", count: 2 },
        { hour: sampleNow, name: "a", count: 3 },
      ];
      await Promise.all([statistics.add(once, sampleNow), statistics.add(once, sampleNow)]);
      await expect(statistics.list(sampleNow)).resolves.toEqual([
        { hour: sampleNow, name: "a", count: 6 },
        { hour: sampleNow, name: "b", count: 4 },
        { hour: next, name: "b", count: 2 },
      ]);
      await expect(statistics.list(next)).resolves.toEqual([{ hour: next, name: "b", count: 2 }]);
    });

    it("are forgotten when they are older than what is kept", async () => {
      const { statistics } = store();
      await statistics.add([{ hour: sampleNow, name: "a", count: 1 }], sampleNow);
      await statistics.add([{ hour: next, name: "a", count: 1 }], next);
      await expect(statistics.list(sampleNow)).resolves.toEqual([{ hour: next, name: "a", count: 1 }]);
    });
  });
}
