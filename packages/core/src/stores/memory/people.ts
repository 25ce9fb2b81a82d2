import { frozenCopy } from "../frozen.ts";
import { rowIdList, userList } from "../lists.ts";
import type { Session, Sessions, User, Users } from "../port.ts";
import { type EpochSeconds, isExpired } from "../../time.ts";
import { byRowId, listPage } from "./list-page.ts";
import { deleteWhere, epochAfter, noteEnd, type Run, type Tables } from "./tables.ts";

export function createUsers(tables: Tables, run: Run): Users {
  /** @param endedAt when the change ends what the person's clients hold */
  const change = (id: string, edit: (user: User) => User, endedAt?: EpochSeconds): Promise<"set" | "gone"> =>
    run(() => {
      const user = tables.users.get(id);
      if (user === undefined) return "gone";
      if (endedAt !== undefined) noteEnd(tables, { userId: id }, endedAt);
      tables.users.replace(edit(user));
      return "set";
    });
  const byEmail = (email: string): User | undefined => tables.users.all().find((user) => user.email === email);
  return {
    insert: (user) =>
      run(() => {
        if (tables.users.get(user.id) !== undefined || byEmail(user.email) !== undefined) return "exists";
        tables.users.insert(user);
        return "inserted";
      }),
    get: (id) => run(() => tables.users.get(id)),
    getByEmail: (email) => run(() => byEmail(email)),
    list: (wanted) => run(() => listPage(userList, tables.users.entries(), wanted)),
    setPassword: (id, passwordHash, now) =>
      change(id, (user) => ({ ...user, passwordHash, epoch: user.epoch + 1 }), now),
    setStatus: (id, status, now) => {
      const endedAt = status === "disabled" ? now : undefined;
      return change(id, (user) => ({ ...user, status, epoch: epochAfter(user, status) }), endedAt);
    },
    signOutEverywhere: (id, now) => change(id, (user) => ({ ...user, epoch: user.epoch + 1 }), now),
  };
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
