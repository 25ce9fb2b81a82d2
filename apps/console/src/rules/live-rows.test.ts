import { describe, expect, it } from "vitest";
import { addRow } from "./live-rows.ts";

describe("the rows that come live", () => {
  it("stand newest first, and none twice", () => {
    const rows = [1, 2, 2, 3].reduce<readonly { sequence: number }[]>(
      (known, sequence) => addRow(known, { sequence }),
      [],
    );
    expect(rows.map(({ sequence }) => sequence)).toEqual([3, 2, 1]);
  });

  it("are forgotten from the old end", () => {
    let rows: readonly { sequence: number }[] = [];
    for (let sequence = 1; sequence <= 600; sequence += 1) rows = addRow(rows, { sequence });
    expect([rows.length, rows[0]?.sequence]).toEqual([500, 600]);
  });
});
