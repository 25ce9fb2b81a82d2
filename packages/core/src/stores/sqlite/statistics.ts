import { asc, gte, lt, sql } from "drizzle-orm";
import type { Statistics } from "../../ports/store.ts";
import type { Engine } from "./engine.ts";
import { hourCounts } from "./schema.ts";
import { bound } from "./statements.ts";

export function createStatistics({ database, read, write }: Engine): Statistics {
  const { hour, name, count } = hourCounts;
  const add = database
    .insert(hourCounts)
    .values({ hour: bound(hour), name: bound(name), count: bound(count) })
    .onConflictDoUpdate({ target: [hour, name], set: { count: sql`${count} + excluded.count` } })
    .prepare();
  const forget = database
    .delete(hourCounts)
    .where(lt(hour, bound(hour, "before")))
    .prepare();
  const list = database
    .select()
    .from(hourCounts)
    .where(gte(hour, bound(hour, "from")))
    .orderBy(asc(hour), asc(name))
    .prepare();

  return {
    add: (counts, keepFrom) =>
      write(() => {
        for (const one of counts) add.run({ ...one });
        forget.run({ before: keepFrom });
      }),
    list: (from) => read(() => list.all({ from })),
  };
}
