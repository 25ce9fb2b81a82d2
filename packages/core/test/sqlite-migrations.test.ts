import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { migrations } from "../src/stores/sqlite/migrations.generated.ts";

const folder = new URL("../drizzle/sqlite/", import.meta.url);

describe("the embedded migrations", () => {
  it("are those of the folder, in the order of its journal", () => {
    const journal: unknown = JSON.parse(readFileSync(new URL("meta/_journal.json", folder), "utf8"));
    const entries = migrations.map(({ tag }, idx) => expect.objectContaining({ idx, tag }));
    expect(journal).toMatchObject({ entries });
    for (const { tag, sql } of migrations) {
      const text = readFileSync(new URL(`${tag}.sql`, folder), "utf8");
      expect(sql).toBe(text.replaceAll("--> statement-breakpoint", ""));
    }
  });
});
