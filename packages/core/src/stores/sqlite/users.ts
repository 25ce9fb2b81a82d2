import { eq, sql } from "drizzle-orm";
import { userList } from "../lists.ts";
import type { User, UserId, Users } from "../port.ts";
import type { EpochSeconds } from "../../time.ts";
import type { Engine } from "./engine.ts";
import { prepareList } from "./list-page.ts";
import { prepareNote } from "./revocations.ts";
import { userTerms, users } from "./schema.ts";
import { prepareSearchTerms } from "./search-terms.ts";
import { bound, epochAfterStatus, prepareInsert, prepareLookUp, present } from "./statements.ts";

export function createUsers(engine: Engine): Users {
  const { caches, read, write } = engine;
  const statements = prepareStatements(engine);
  const note = prepareNote(engine);
  const terms = prepareSearchTerms(engine.database, userTerms, users);
  const list = prepareList(engine.database, {
    list: userList,
    table: users,
    number: users.number,
    sorts: { created: users.createdAt, email: users.email },
    filters: {
      status: { column: users.status, values: ["active", "disabled"] },
      role: { column: users.role, values: ["user", "viewer", "operator", "owner"] },
    },
    terms,
    toRow: toUser,
    numberOf: (stored) => stored.number,
  });

  /** @param endedAt when the change ends what the person's clients hold */
  const change = (id: UserId, update: () => { changes: number }, endedAt?: EpochSeconds): Promise<"set" | "gone"> =>
    write(
      () => {
        if (update().changes === 0) return "gone";
        if (endedAt !== undefined) note({ userId: id }, endedAt);
        caches.announce();
        return "set";
      },
      () => caches.users.delete(id),
    );

  return {
    insert: (user) =>
      write(() => {
        if (statements.insert(user) === 0) return "exists";
        terms.replace(user.id, userList.termsOf(user));
        caches.announce();
        return "inserted";
      }),
    get: (id) =>
      engine.readCached(caches.users, id, () => {
        const row = statements.get(id);
        return row && toUser(row);
      }),
    getByEmail: (email) =>
      read(() => {
        const row = statements.getByEmail(email);
        return row && toUser(row);
      }),
    list: (wanted) => read(() => list(wanted)),
    setPassword: (id, passwordHash, now) => change(id, () => statements.setPassword.run({ id, passwordHash }), now),
    setStatus: (id, status, now) =>
      change(id, () => statements.setStatus.run({ id, status }), status === "disabled" ? now : undefined),
    signOutEverywhere: (id, now) => change(id, () => statements.bumpEpoch.run({ id }), now),
  };
}

function prepareStatements({ database }: Engine) {
  const isIt = eq(users.id, bound(users.id));
  const nextEpoch = sql`${users.epoch} + 1`;
  return {
    insert: prepareInsert(database, users, "ignore"),
    get: prepareLookUp(database, users, users.id),
    getByEmail: prepareLookUp(database, users, users.email),
    setPassword: database
      .update(users)
      .set({ passwordHash: bound(users.passwordHash), epoch: nextEpoch })
      .where(isIt)
      .prepare(),
    setStatus: database
      .update(users)
      .set({ status: bound(users.status), epoch: epochAfterStatus(users) })
      .where(isIt)
      .prepare(),
    bumpEpoch: database.update(users).set({ epoch: nextEpoch }).where(isIt).prepare(),
  };
}

function toUser(row: typeof users.$inferSelect): User {
  return present(row, "number");
}
