import { and, eq, inArray, sql } from "drizzle-orm";
import { userList } from "../shared/lists.ts";
import type { User, UserId, Users } from "../../ports/store.ts";
import type { EpochSeconds } from "../../time.ts";
import type { Engine } from "./engine.ts";
import { prepareList } from "./list-page.ts";
import { prepareNote } from "./revocations.ts";
import { apiKeys, consents, grants, sessions, userTerms, users } from "./schema.ts";
import { prepareSearchTerms, type SearchTerms } from "./search-terms.ts";
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

  /** @param renew begins a new epoch of the person, which ends what their clients hold, or says why not */
  const change = <Refusal>(id: UserId, renew: () => Refusal | "set", now: EpochSeconds): Promise<Refusal | "set"> =>
    write(
      () => {
        const outcome = renew();
        if (outcome !== "set") return outcome;
        note({ userId: id }, now);
        caches.announce();
        return outcome;
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
    setPassword: (id, password, now) => change(id, () => statements.setPassword(id, password), now),
    rehash: prepareRehash(engine),
    ...prepareChanges(engine, statements, terms),
    signOutEverywhere: (id, now) =>
      change(id, () => (statements.bumpEpoch.run({ id }).changes === 0 ? "gone" : "set"), now),
  };
}

function prepareRehash({ database, caches, write }: Engine): Users["rehash"] {
  const rehash = database
    .update(users)
    .set({ passwordHash: bound(users.passwordHash, "to") })
    .where(and(eq(users.id, bound(users.id)), eq(users.passwordHash, bound(users.passwordHash, "from"))))
    .prepare();
  return (id, hashes) =>
    write(
      () => {
        if (rehash.run({ id, ...hashes }).changes === 0) return "stale";
        caches.announce();
        return "set";
      },
      () => caches.users.delete(id),
    );
}

/** The changes that the last owner is spared, or that the search must hear of. */
function prepareChanges(
  engine: Engine,
  statements: ReturnType<typeof prepareStatements>,
  terms: SearchTerms,
): Pick<Users, "update" | "setStatus" | "erase"> {
  const { caches, write } = engine;
  const note = prepareNote(engine);
  const possessions = preparePossessions(engine);
  return {
    update: (user) =>
      write(
        () => {
          const outcome = statements.update(user);
          if (outcome !== "updated") return outcome;
          terms.replace(user.id, userList.termsOf(user));
          caches.announce();
          return outcome;
        },
        () => caches.users.delete(user.id),
      ),
    setStatus: (id, status, now) =>
      write(
        () => {
          if (status === "disabled" && statements.isLastOwner(id)) return "last_owner";
          if (statements.setStatus.run({ id, status }).changes === 0) return "gone";
          if (status === "disabled") note({ userId: id }, now);
          caches.announce();
          return "set";
        },
        () => caches.users.delete(id),
      ),
    async erase(id, now) {
      const answer = await write(
        () => {
          if (statements.isLastOwner(id)) return "last_owner";
          terms.remove(id);
          if (statements.delete.run({ id }).changes === 0) return "gone";
          note({ userId: id }, now);
          caches.announce();
          return "erased";
        },
        () => caches.users.delete(id),
      );
      // In slices, because there may be many; without the person they open nothing meanwhile.
      while (answer === "erased" && (await write(() => possessions(id))) > 0);
      return answer;
    },
  };
}

const rowsPerSlice = 500;

/** Deletes one slice of what is a person's; returns how many rows that were. */
function preparePossessions({ database }: Engine): (userId: UserId) => number {
  const deleteConsents = database
    .delete(consents)
    .where(eq(consents.userId, bound(consents.userId)))
    .prepare();
  const slices = [sessions, grants].map((table) => {
    const slice = database
      .select({ id: table.id })
      .from(table)
      .where(eq(table.userId, bound(table.userId)))
      .limit(rowsPerSlice);
    return database.delete(table).where(inArray(table.id, slice)).prepare();
  });
  const deleteKeys = database
    .delete(apiKeys)
    .where(eq(apiKeys.makerId, bound(apiKeys.makerId, "userId")))
    .prepare();
  return (userId) => {
    const statements = [deleteKeys, deleteConsents, ...slices];
    return statements.reduce((total, statement) => total + statement.run({ userId }).changes, 0);
  };
}

/** Whether the person is an active owner, and nobody else is. */
function prepareLastOwner({ database }: Engine): (id: UserId) => boolean {
  const statement = database
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.role, "owner"), eq(users.status, "active")))
    .limit(2)
    .prepare();
  return (id) => {
    const owners = statement.all();
    return owners.length === 1 && owners[0]?.id === id;
  };
}

function prepareStatements(engine: Engine) {
  const { database } = engine;
  const isIt = eq(users.id, bound(users.id));
  const nextEpoch = sql`${users.epoch} + 1`;
  const get = prepareLookUp(database, users, users.id);
  const getByEmail = prepareLookUp(database, users, users.email);
  const isLastOwner = prepareLastOwner(engine);
  const set = database
    .update(users)
    .set({
      email: bound(users.email),
      name: bound(users.name),
      role: bound(users.role),
      version: sql`${users.version} + 1`,
    })
    .where(isIt)
    .prepare();
  const setHash = database
    .update(users)
    .set({ passwordHash: bound(users.passwordHash), epoch: nextEpoch })
    .where(isIt)
    .prepare();
  return {
    insert: prepareInsert(database, users, "ignore"),
    get,
    getByEmail,
    isLastOwner,
    update({ id, email, name, role, version }: User) {
      const known = get(id);
      if (known === undefined) return "gone" as const;
      if (known.version !== version) return "conflict" as const;
      if (role !== "owner" && isLastOwner(id)) return "last_owner" as const;
      if ((getByEmail(email)?.id ?? id) !== id) return "exists" as const;
      set.run({ id, email, name: name ?? null, role });
      return "updated" as const;
    },
    delete: database.delete(users).where(isIt).prepare(),
    setPassword(id: UserId, { passwordHash, ifEpoch }: { passwordHash: string; ifEpoch?: number }) {
      const known = get(id);
      if (known === undefined) return "gone" as const;
      if ((ifEpoch ?? known.epoch) !== known.epoch) return "stale" as const;
      setHash.run({ id, passwordHash });
      return "set" as const;
    },
    setStatus: database
      .update(users)
      .set({ status: bound(users.status), epoch: epochAfterStatus(users), version: sql`${users.version} + 1` })
      .where(isIt)
      .prepare(),
    bumpEpoch: database.update(users).set({ epoch: nextEpoch }).where(isIt).prepare(),
  };
}

function toUser(row: typeof users.$inferSelect): User {
  return present(row, "number");
}
