import { and, eq, gt, inArray, ne, sql } from "drizzle-orm";
import type { Session, Sessions } from "../../ports/store.ts";
import type { Engine } from "./engine.ts";
import { prepareRowIdList } from "./row-id-list.ts";
import { sessions } from "./schema.ts";
import { bound, prepareInsert, prepareLookUp, present } from "./statements.ts";

/** How many are deleted in one transaction: a few milliseconds. */
const rowsPerSlice = 500;

export function createSessions({ database, read, write }: Engine): Sessions {
  const isIt = eq(sessions.hash, bound(sessions.hash));
  const isOfUser = eq(sessions.userId, bound(sessions.userId));
  const insert = prepareInsert(database, sessions);
  const get = prepareLookUp(database, sessions, sessions.hash);
  const touch = database
    .update(sessions)
    .set({ lastUsedAt: bound(sessions.lastUsedAt), idleExpiresAt: bound(sessions.idleExpiresAt) })
    .where(isIt)
    .prepare();
  const remove = database.delete(sessions).where(isIt).prepare();
  const removeOf = database
    .delete(sessions)
    .where(and(eq(sessions.id, bound(sessions.id)), isOfUser))
    .prepare();
  const others = database
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(isOfUser, ne(sessions.id, bound(sessions.id))))
    .limit(rowsPerSlice);
  const removeOthers = database.delete(sessions).where(inArray(sessions.id, others)).prepare();
  const list = prepareRowIdList(database, {
    table: sessions,
    number: sessions.id,
    where: and(
      isOfUser,
      eq(sessions.userEpoch, bound(sessions.userEpoch)),
      gt(sessions.idleExpiresAt, sql.placeholder("now")),
      gt(sessions.expiresAt, sql.placeholder("now")),
    ),
    toRow: (stored): Session => present(stored),
    numberOf: ({ id }) => id,
  });

  return {
    insert: (session) => write(() => void insert(session)),
    get: (hash) =>
      read(() => {
        const row = get(hash);
        return row && present(row);
      }),
    touch: (hash, use) => write(() => void touch.run({ hash, ...use })),
    delete: (hash) => write(() => (remove.run({ hash }).changes === 0 ? "gone" : "deleted")),
    listByUser: ({ id: userId, epoch: userEpoch }, now, wanted) => read(() => list(wanted, { userId, userEpoch, now })),
    deleteOf: (userId, id) => write(() => (removeOf.run({ userId, id }).changes === 0 ? "gone" : "deleted")),
    async deleteOthers(userId, kept) {
      let total = 0;
      for (let removed = 1; removed > 0; total += removed) {
        removed = await write(() => removeOthers.run({ userId, id: kept }).changes);
      }
      return total;
    },
  };
}
