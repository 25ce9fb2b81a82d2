import { frozenCopy } from "../shared/frozen.ts";
import { rowIdList, userList } from "../shared/lists.ts";
import type { Session, Sessions, User, UserId, Users } from "../../ports/store.ts";
import { type EpochSeconds, isExpired } from "../../time.ts";
import { byRowId, listPage } from "./list-page.ts";
import { deleteWhere, epochAfter, noteEnd, type Run, type Tables } from "./tables.ts";

export function createUsers(tables: Tables, run: Run): Users {
  /** Begins a new epoch of the person, which ends what their clients hold. */
  const renew = (user: User, change: Partial<User>, now: EpochSeconds): "set" => {
    noteEnd(tables, { userId: user.id }, now);
    tables.users.replace({ ...user, ...change, epoch: user.epoch + 1 });
    return "set";
  };
  return {
    insert: (user) =>
      run(() => {
        if (tables.users.get(user.id) !== undefined || findByEmail(tables, user.email) !== undefined) return "exists";
        tables.users.insert(user);
        return "inserted";
      }),
    get: (id) => run(() => tables.users.get(id)),
    getByEmail: (email) => run(() => findByEmail(tables, email)),
    list: (wanted) => run(() => listPage(userList, tables.users.entries(), wanted)),
    setPassword: (id, { passwordHash, ifEpoch }, now) =>
      run(() => {
        const user = tables.users.get(id);
        if (user === undefined) return "gone";
        return (ifEpoch ?? user.epoch) === user.epoch ? renew(user, { passwordHash }, now) : "stale";
      }),
    rehash: (id, { from, to }) =>
      run(() => {
        const user = tables.users.get(id);
        if (user?.passwordHash !== from) return "stale";
        tables.users.replace({ ...user, passwordHash: to });
        return "set";
      }),
    update: (user) => run(() => updateUser(tables, user)),
    setStatus: (id, status, now) =>
      run(() => {
        const user = tables.users.get(id);
        if (user === undefined) return "gone";
        if (status === "disabled" && isLastOwner(tables, id)) return "last_owner";
        if (status === "disabled") noteEnd(tables, { userId: id }, now);
        tables.users.replace({ ...user, status, epoch: epochAfter(user, status), version: user.version + 1 });
        return "set";
      }),
    erase: (id, now) => run(() => eraseUser(tables, id, now)),
    signOutEverywhere: (id, now) =>
      run(() => {
        const user = tables.users.get(id);
        return user === undefined ? "gone" : renew(user, {}, now);
      }),
  };
}

function findByEmail(tables: Tables, email: string): User | undefined {
  return tables.users.all().find((user) => user.email === email);
}

/** Whether the person is an active owner, and nobody else is. */
function isLastOwner(tables: Tables, id: UserId): boolean {
  const owners = tables.users.all().filter(({ role, status }) => role === "owner" && status === "active");
  return owners.length === 1 && owners[0]?.id === id;
}

function updateUser(tables: Tables, { id, email, name, role, version }: User): Awaited<ReturnType<Users["update"]>> {
  const known = tables.users.get(id);
  if (known === undefined) return "gone";
  if (known.version !== version) return "conflict";
  if (role !== "owner" && isLastOwner(tables, id)) return "last_owner";
  if ((findByEmail(tables, email)?.id ?? id) !== id) return "exists";
  const { name: _name, ...rest } = known;
  tables.users.replace({ ...rest, email, role, version: version + 1, ...(name === undefined ? {} : { name }) });
  return "updated";
}

function eraseUser(tables: Tables, id: UserId, now: EpochSeconds): Awaited<ReturnType<Users["erase"]>> {
  if (isLastOwner(tables, id)) return "last_owner";
  if (!tables.users.delete(id)) return "gone";
  noteEnd(tables, { userId: id }, now);
  const isTheirs = (row: { userId: UserId }): boolean => row.userId === id;
  deleteWhere(tables.sessions, isTheirs);
  deleteWhere(tables.grants, isTheirs);
  deleteWhere(tables.consents, isTheirs);
  for (const key of tables.apiKeys.all()) if (key.makerId === id) tables.apiKeys.delete(key.id);
  return "erased";
}

export function createSessions(tables: Tables, run: Run): Sessions {
  return {
    insert: (session) =>
      run(() => {
        if (tables.sessions.has(session.hash)) throw new Error("a session with this hash exists");
        tables.sessions.set(session.hash, frozenCopy(session));
      }),
    get: (hash) => run(() => tables.sessions.get(hash)),
    touch: (hash, use) =>
      run(() => {
        const session = tables.sessions.get(hash);
        if (session !== undefined) tables.sessions.set(hash, frozenCopy({ ...session, ...use }));
      }),
    delete: (hash) => run(() => (tables.sessions.delete(hash) ? "deleted" : "gone")),
    listByUser: ({ id, epoch }, now, page) =>
      run(() => {
        const alive = [...tables.sessions.values()].filter(
          (session) =>
            session.userId === id &&
            session.userEpoch === epoch &&
            !isExpired(session.idleExpiresAt, now) &&
            !isExpired(session.expiresAt, now),
        );
        return listPage(rowIdList, byRowId(alive), page);
      }),
    deleteOf: (userId, id) =>
      run(() => {
        const isIt = (session: Session): boolean => session.id === id && session.userId === userId;
        return deleteWhere(tables.sessions, isIt) === 0 ? "gone" : "deleted";
      }),
    deleteOthers: (userId, kept) =>
      run(() => deleteWhere(tables.sessions, (session) => session.userId === userId && session.id !== kept)),
  };
}
