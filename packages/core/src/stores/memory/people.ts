import { frozenCopy } from "../frozen.ts";
import { clientList, rowIdList, userList } from "../lists.ts";
import type { ClientId, Clients, Session, Sessions, User, Users } from "../port.ts";
import { type EpochSeconds, isExpired } from "../../time.ts";
import { byRowId, listPage } from "./list-page.ts";
import { deleteWhere, noteEnd, type Run, type Tables } from "./tables.ts";

export function createClients(tables: Tables, run: Run): Clients {
  return {
    insert: (client) =>
      run(() => {
        if (tables.clients.get(client.id) !== undefined) return "exists";
        // A code may have been stored in the moment in which an earlier client of this id was deleted.
        deletePossessions(tables, client.id);
        tables.clients.insert(client);
        return "inserted";
      }),
    get: (id) => run(() => tables.clients.get(id)),
    put: (client, { forgetConsents }) =>
      run(() => {
        const known = tables.clients.get(client.id);
        if (known === undefined) {
          deletePossessions(tables, client.id);
          tables.clients.insert(client);
        } else {
          const { epoch, status, createdAt } = known;
          tables.clients.replace({ ...client, epoch, status, createdAt });
        }
        if (forgetConsents) deleteWhere(tables.consents, (consent) => consent.clientId === client.id);
      }),
    list: (wanted) => run(() => listPage(clientList, tables.clients.entries(), wanted)),
    setStatus: (id, status, now) =>
      run(() => {
        const client = tables.clients.get(id);
        if (client === undefined) return "gone";
        if (status === "disabled") noteEnd(tables, { clientId: id }, now);
        tables.clients.replace({ ...client, status, epoch: epochAfter(client, status) });
        return "set";
      }),
    deleteUnused: (createdBefore) =>
      run(() => {
        const unused = tables.clients
          .all()
          .filter((client) => client.provenance !== "preregistered" && client.status !== "disabled")
          .filter((client) => client.createdAt < createdBefore)
          .filter((client) => !holdsAnything(tables, client.id));
        for (const { id } of unused) {
          tables.clients.delete(id);
          deletePossessions(tables, id);
        }
        return unused.length;
      }),
    delete: (id, now) =>
      run(() => {
        if (!tables.clients.delete(id)) return "gone";
        noteEnd(tables, { clientId: id }, now);
        deletePossessions(tables, id);
        return "deleted";
      }),
  };
}

function holdsAnything(tables: Tables, id: ClientId): boolean {
  const isIts = (row: { clientId: ClientId }): boolean => row.clientId === id;
  return [...tables.grants.values()].some(isIts) || [...tables.consents.values()].some(isIts);
}

function deletePossessions(tables: Tables, id: ClientId): void {
  tables.logos.delete(id);
  deleteWhere(tables.codes, (code) => code.clientId === id && code.redeemedBy === undefined);
  deleteWhere(tables.grants, (grant) => grant.clientId === id);
  deleteWhere(tables.consents, (consent) => consent.clientId === id);
  deleteWhere(tables.interactions, (interaction) => interaction.request.clientId === id);
}

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

function epochAfter(row: { status: string; epoch: number }, status: string): number {
  return status === "disabled" && row.status !== "disabled" ? row.epoch + 1 : row.epoch;
}
