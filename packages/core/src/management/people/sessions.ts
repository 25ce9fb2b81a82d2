import type { ManagementContext } from "../../context.ts";
import { ManagementError } from "../../errors.ts";
import type { Page, RowId, RowListRequest, Session, UserId } from "../../ports/store.ts";

export interface SessionManagement {
  /** A person's sessions that are alive, newest first. @throws ManagementError not_found */
  listFor(userId: UserId, wanted: RowListRequest): Promise<Page<Session>>;
  /** Ends one session of this person. @throws ManagementError not_found */
  endFor(userId: UserId, id: RowId): Promise<void>;
  /** Ends all sessions of the person but one; grants stay. Returns how many. */
  endOthersFor(userId: UserId, kept: RowId): Promise<number>;
}

export function manageSessions(context: ManagementContext): SessionManagement {
  return {
    listFor: (userId, wanted) => listSessions(context, userId, wanted),
    endFor: (userId, id) => endSession(context, userId, id),
    endOthersFor: (userId, kept) => endOthers(context, userId, kept),
  };
}

async function listSessions(
  context: ManagementContext,
  userId: UserId,
  wanted: RowListRequest,
): Promise<Page<Session>> {
  const user = await context.store.users.get(userId);
  if (user === undefined) throw new ManagementError("not_found", "there is no such person");
  return await context.store.sessions.listByUser(user, context.clock.now(), wanted);
}

async function endSession(context: ManagementContext, userId: UserId, id: RowId): Promise<void> {
  const outcome = await context.store.sessions.deleteOf(userId, id);
  if (outcome === "gone") throw new ManagementError("not_found", "there is no such session");
  context.events.emit({ type: "session.ended", userId });
}

async function endOthers(context: ManagementContext, userId: UserId, kept: RowId): Promise<number> {
  const count = await context.store.sessions.deleteOthers(userId, kept);
  if (count > 0) context.events.emit({ type: "session.others_ended", userId, count });
  return count;
}
