import { eq, getTableColumns } from "drizzle-orm";
import { isExpired } from "../../time.ts";
import type { Logos } from "../../ports/store.ts";
import type { Engine } from "./engine.ts";
import { logos } from "./schema.ts";
import { bound, prepareInsert, prepareLookUp, present } from "./statements.ts";

export function createLogos({ database, read, write }: Engine): Logos {
  const insert = prepareInsert(database, logos);
  const byId = prepareLookUp(database, logos, logos.id);
  const { number: _number, png: _png, ...stated } = getTableColumns(logos);
  const isTheClients = eq(logos.clientId, bound(logos.clientId));
  const byClient = database.select(stated).from(logos).where(isTheClients).prepare();
  const forget = database.delete(logos).where(isTheClients).prepare();
  const makeRoom = database.$client.prepare(
    "delete from logos where number <= (select number from logos order by number desc limit 1 offset ?)",
  );

  return {
    put: (logo, keep) =>
      write(() => {
        forget.run({ clientId: logo.clientId });
        insert(logo);
        makeRoom.run(keep);
      }),
    find: (clientId, now) =>
      read(() => {
        const row = byClient.get({ clientId });
        return row === undefined || isExpired(row.expiresAt, now) ? undefined : row;
      }),
    get: (id, now) =>
      read(() => {
        const row = byId(id);
        return row === undefined || isExpired(row.expiresAt, now) ? undefined : present(row, "number");
      }),
  };
}
