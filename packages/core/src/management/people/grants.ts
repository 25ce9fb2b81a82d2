import type { ManagementContext } from "../../context.ts";
import { ManagementError } from "../../errors.ts";
import { grantState, type GrantState } from "../../rules/grant-state.ts";
import type { ClientId, Grant, GrantListRequest, Page, RowId, UserId } from "../../ports/store.ts";

/** A grant with those for whom it speaks; no hash of a token. */
export interface GrantView extends Omit<Grant, "refresh"> {
  state: GrantState;
  hasRefreshToken: boolean;
  clientName?: string;
  userEmail?: string;
}

export interface GrantManagement {
  /** Newest first, unless asked otherwise; a page can hold fewer than asked for and yet have a `next`. */
  list(wanted: GrantListRequest): Promise<Page<GrantView>>;
  /** @throws ManagementError not_found */
  get(id: RowId): Promise<GrantView>;
  /** Ends the grant with all its tokens. @throws ManagementError not_found */
  revoke(id: RowId): Promise<void>;
  /** Ends all that a client was granted, at once, however much it is. @throws ManagementError not_found */
  revokeAllOfClient(clientId: ClientId): Promise<void>;
  /** Ends all that a person granted, and their sessions, at once. @throws ManagementError not_found */
  revokeAllOfUser(userId: UserId): Promise<void>;
}

export function manageGrants(context: ManagementContext): GrantManagement {
  const { clock, events, store } = context;
  return {
    async list(wanted) {
      const { items, ...rest } = await store.grants.list(wanted, clock.now());
      return { ...rest, items: await Promise.all(items.map((grant) => viewGrant(context, grant))) };
    },
    get: async (id) => viewGrant(context, await getGrant(context, id)),
    revoke: async (id) => await revokeGrant(context, await getGrant(context, id)),
    async revokeAllOfClient(clientId) {
      if ((await store.clients.bumpEpoch(clientId, clock.now())) === "gone") {
        throw new ManagementError("not_found", "there is no such client", "clientId");
      }
      events.emit({ type: "client.grants_ended", clientId });
    },
    async revokeAllOfUser(userId) {
      if ((await store.users.signOutEverywhere(userId, clock.now())) === "gone") {
        throw new ManagementError("not_found", "there is no such person", "userId");
      }
      events.emit({ type: "user.signed_out_everywhere", userId });
    },
  };
}

async function getGrant({ store }: ManagementContext, id: RowId): Promise<Grant> {
  const grant = await store.grants.get(id);
  if (grant === undefined) throw new ManagementError("not_found", "there is no such grant", "grantId");
  return grant;
}

export async function revokeGrant({ clock, events, store }: ManagementContext, { id, clientId }: Grant): Promise<void> {
  const reason = "admin";
  if ((await store.grants.revoke(id, { reason, now: clock.now() })) === "revoked") {
    events.emit({ type: "grant.revoked", clientId, grantId: id, reason });
  }
}

export async function viewGrant({ clock, store }: ManagementContext, grant: Grant): Promise<GrantView> {
  const [client, user, system] = await Promise.all([
    store.clients.get(grant.clientId),
    store.users.get(grant.userId),
    store.system.get(),
  ]);
  const { refresh, ...rest } = grant;
  return {
    ...rest,
    state: grantState(grant, { client, user, systemEpoch: system?.epoch ?? 0 }, clock.now()),
    hasRefreshToken: refresh !== undefined,
    ...(client === undefined ? {} : { clientName: client.name }),
    ...(user === undefined ? {} : { userEmail: user.email }),
  };
}
