import { describe, expect, it } from "vitest";
import { addSeries, barsOf, topNames, total } from "./series.ts";

describe("counts over time", () => {
  it("add up, step by step", () => {
    expect(
      addSeries([
        [1, 2, 3],
        [10, 0],
      ]),
    ).toEqual([11, 2, 3]);
    expect(addSeries([])).toEqual([]);
    expect(total([1, 2, 3])).toBe(6);
  });

  it("name what happened most, and nothing that did not", () => {
    const byName = { rare: [1], often: [5, 5], never: [0, 0] };
    expect(topNames(byName, 2)).toEqual([
      ["often", 10],
      ["rare", 1],
    ]);
    expect(topNames(byName, 1)).toEqual([["often", 10]]);
  });

  it("become bars from the bottom up, of which none that counts vanishes", () => {
    expect(barsOf([0, 500, 1000, 1], 1000, 40)).toEqual([
      { x: 0, y: 40, height: 0 },
      { x: 1, y: 20, height: 20 },
      { x: 2, y: 0, height: 40 },
      { x: 3, y: 39, height: 1 },
    ]);
  });
});
