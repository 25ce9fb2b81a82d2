import { eq, sql } from "drizzle-orm";
import { userList } from "../lists.ts";
import type { User, UserId, Users } from "../port.ts";
import type { Engine } from "./engine.ts";
import { prepareList } from "./list-page.ts";
import { userTerms, users } from "./schema.ts";
import { prepareSearchTerms } from "./search-terms.ts";
import { bound, epochAfterStatus, prepareInsert, prepareLookUp, present } from "./statements.ts";

export function createUsers(engine: Engine): Users {
  const { caches, read, write } = engine;
  const statements = prepareStatements(engine);
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

  const change = (id: UserId, update: () => { changes: number }): Promise<"set" | "gone"> =>
    write(
      () => {
        if (update().changes === 0) return "gone";
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
    setPassword: (id, passwordHash) => change(id, () => statements.setPassword.run({ id, passwordHash })),
    setStatus: (id, status) => change(id, () => statements.setStatus.run({ id, status })),
    signOutEverywhere: (id) => change(id, () => statements.bumpEpoch.run({ id })),
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
