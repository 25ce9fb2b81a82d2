import { getTableName } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Position, Reading } from "../shared/page.ts";
import type { StoreDatabase } from "./statements.ts";

/** The words by which the rows of a table are searched. Call `replace` and `remove` in the unit that writes the row. */
export interface SearchTerms {
  /** To be called after the row was written. */
  replace(id: string, terms: readonly string[]): void;
  /** To be called before the row is deleted. */
  remove(id: string): void;
  /** The rows with a term that begins with the prefix, by the first such term of each. */
  find(wanted: Pick<Reading<string>, "prefix" | "after">, limit: number): Position[];
}

/** For a table that cannot be searched. */
export const noTerms: Pick<SearchTerms, "find"> = { find: () => [] };

/** Follows every text that begins with the prefix before it. */
const last = "\u{10FFFF}";

/** `terms` has the columns `term` and `number`; the latter is that of a row of `owners`, which also has an `id`. */
export function prepareSearchTerms(database: StoreDatabase, terms: SQLiteTable, owners: SQLiteTable): SearchTerms {
  const [table, owner] = [getTableName(terms), getTableName(owners)];
  const client = database.$client;
  const insert = client.prepare<[string, string]>(
    `insert or ignore into ${table} (term, number) select ?, number from ${owner} where id = ?`,
  );
  const remove = client.prepare<[string]>(
    `delete from ${table} where number = (select number from ${owner} where id = ?)`,
  );
  const find = client.prepare<Record<string, string | number>, Position>(`
    select term as value, number from ${table} as found
    where term >= @prefix and term < @end and (term, number) > (@value, @number)
      and not exists (
        select 1 from ${table} as other
        where other.number = found.number and other.term >= @prefix and other.term < found.term
      )
    order by term, number limit @limit`);

  return {
    replace(id, words) {
      remove.run(id);
      for (const word of words) insert.run(word, id);
    },
    remove: (id) => void remove.run(id),
    find: ({ prefix = "", after = { value: "", number: 0 } }, limit) =>
      find.all({ prefix, end: prefix + last, ...after, limit }),
  };
}
