import { eq } from "drizzle-orm";
import type { Sessions } from "../port.ts";
import type { Engine } from "./engine.ts";
import { sessions } from "./schema.ts";
import { bound, prepareInsert, prepareLookUp, present } from "./statements.ts";

export function createSessions({ database, read, write }: Engine): Sessions {
  const isIt = eq(sessions.hash, bound(sessions.hash));
  const insert = prepareInsert(database, sessions);
  const get = prepareLookUp(database, sessions, sessions.hash);
  const touch = database
    .update(sessions)
    .set({ lastUsedAt: bound(sessions.lastUsedAt), idleExpiresAt: bound(sessions.idleExpiresAt) })
    .where(isIt)
    .prepare();
  const remove = database.delete(sessions).where(isIt).prepare();

  return {
    insert: (session) => write(() => void insert(session)),
    get: (hash) =>
      read(() => {
        const row = get(hash);
        return row && present(row);
      }),
    touch: (hash, use) => write(() => void touch.run({ hash, ...use })),
    delete: (hash) => write(() => (remove.run({ hash }).changes === 0 ? "gone" : "deleted")),
  };
}
