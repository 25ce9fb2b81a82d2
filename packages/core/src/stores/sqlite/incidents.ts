import { lte, max, sql } from "drizzle-orm";
import { isExpired } from "../../time.ts";
import type { Incidents } from "../../ports/store.ts";
import type { Engine } from "./engine.ts";
import { incidents } from "./schema.ts";
import { prepareInsert, prepareLookUp, present } from "./statements.ts";

export function createIncidents({ database, read, write }: Engine): Incidents {
  const insert = prepareInsert(database, incidents, "ignore");
  const find = prepareLookUp(database, incidents, incidents.id);
  const youngest = database
    .select({ number: max(incidents.number) })
    .from(incidents)
    .prepare();
  const makeRoom = database
    .delete(incidents)
    .where(lte(incidents.number, sql.placeholder("last")))
    .prepare();

  return {
    insert: (incident, keep) =>
      write(() => {
        insert(incident);
        makeRoom.run({ last: (youngest.get()?.number ?? 0) - keep });
      }),
    get: (id, now) =>
      read(() => {
        const row = find(id);
        return row === undefined || isExpired(row.expiresAt, now) ? undefined : present(row, "number");
      }),
  };
}
