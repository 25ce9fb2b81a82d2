import { and, eq, isNull, max, sql } from "drizzle-orm";
import type { EpochSeconds } from "../../time.ts";
import type { Client, ClientId, Holdings } from "../../ports/store.ts";
import type { Engine } from "./engine.ts";
import { clientLeftovers, clients, codes, consents, deviceRequests, grants, interactions, logos } from "./schema.ts";
import { bound, prepareInsert } from "./statements.ts";

/** What goes with a client. */
export interface Possessions {
  /** Its pending interactions and device requests, its codes that nobody has redeemed, its logo. */
  deleteFew(id: ClientId): void;
  /** Its grants and consents at once, when there cannot be many. */
  deleteRest(id: ClientId): void;
  /** From now on its consents count no more; the cleaner frees them. */
  forgetConsents(id: ClientId): void;
  /** Leaves grants and consents to the cleaner; to be called before the client is deleted. */
  leave(id: ClientId): void;
  /** With what a new client of this id begins, so that nothing that an earlier one left can count. */
  startOf(client: Client): { epoch: number; consentGeneration: number; isFirst: boolean };
  count(client: Pick<Client, "id" | "epoch">, now: EpochSeconds, atMost: number): Holdings;
}

export function preparePossessions(engine: Engine): Possessions {
  const few = prepareFew(engine);
  const rest = prepareRest(engine);
  const losses = prepareLosses(engine);
  return {
    deleteFew(clientId) {
      for (const statement of few) statement.run({ clientId });
    },
    deleteRest(clientId) {
      for (const statement of rest) statement.run({ clientId });
    },
    forgetConsents(id) {
      losses.nextGeneration.run({ id });
      losses.note(id, { withGrants: false });
    },
    leave: (id) => losses.note(id, { withGrants: true }),
    startOf({ id: clientId, epoch }) {
      const last = losses.last.get({ clientId });
      return {
        epoch: Math.max(epoch, last?.epoch ?? 0),
        consentGeneration: last?.consentGeneration ?? 0,
        isFirst: last?.epoch === null,
      };
    },
    count: prepareCount(engine),
  };
}

function prepareFew({ database }: Engine) {
  return [
    database
      .delete(interactions)
      .where(eq(interactions.clientId, bound(interactions.clientId)))
      .prepare(),
    database
      .delete(deviceRequests)
      .where(eq(deviceRequests.clientId, bound(deviceRequests.clientId)))
      .prepare(),
    // A redeemed one is left to the cleaner: it buys nothing more, and its grant goes.
    database
      .delete(codes)
      .where(and(eq(codes.clientId, bound(codes.clientId)), isNull(codes.redeemedBy)))
      .prepare(),
    database
      .delete(logos)
      .where(eq(logos.clientId, bound(logos.clientId)))
      .prepare(),
  ];
}

function prepareRest({ database }: Engine) {
  return [
    database
      .delete(grants)
      .where(eq(grants.clientId, bound(grants.clientId)))
      .prepare(),
    database
      .delete(consents)
      .where(eq(consents.clientId, bound(consents.clientId)))
      .prepare(),
  ];
}

function prepareLosses({ database }: Engine) {
  const insert = prepareInsert(database, clientLeftovers);
  const state = database
    .select({ epoch: clients.epoch, consentGeneration: clients.consentGeneration })
    .from(clients)
    .where(eq(clients.id, bound(clients.id, "clientId")))
    .prepare();
  const lastGrant = database
    .select({ id: max(grants.id) })
    .from(grants)
    .where(eq(grants.clientId, bound(grants.clientId)))
    .prepare();
  const lastConsent = database
    .select({ id: sql<number | null>`max(rowid)` })
    .from(consents)
    .where(eq(consents.clientId, bound(consents.clientId)))
    .prepare();
  return {
    nextGeneration: database
      .update(clients)
      .set({ consentGeneration: sql`${clients.consentGeneration} + 1` })
      .where(eq(clients.id, bound(clients.id)))
      .prepare(),
    last: database
      .select({ epoch: max(clientLeftovers.epoch), consentGeneration: max(clientLeftovers.consentGeneration) })
      .from(clientLeftovers)
      .where(eq(clientLeftovers.clientId, bound(clientLeftovers.clientId)))
      .prepare(),
    /** What is before the epoch and the generation that stand there is lost. */
    note(clientId: ClientId, { withGrants }: { withGrants: boolean }): void {
      const found = state.get({ clientId });
      if (found === undefined) return;
      const one = withGrants ? 1 : 0;
      insert({
        clientId,
        epoch: withGrants ? found.epoch + 1 : 0,
        consentGeneration: found.consentGeneration + one,
        lastGrant: withGrants ? (lastGrant.get({ clientId })?.id ?? 0) : 0,
        lastConsent: lastConsent.get({ clientId })?.id ?? 0,
      });
    },
  };
}

interface Counted {
  seen: number;
  grants: number;
  refreshTokens: number;
  people: number;
  lastUsedAt: EpochSeconds | null;
}

/** Looks at one grant more than `atMost`, to tell whether there are more. */
function prepareCount({ database }: Engine): Possessions["count"] {
  const count = database.$client.prepare<Record<string, string | number>, Counted>(`
    select
      count(*) as seen,
      count(*) filter (where is_alive) as grants,
      count(family_hash) filter (where is_alive) as refreshTokens,
      count(distinct user_id) filter (where is_alive) as people,
      max(last_used_at) filter (where is_alive) as lastUsedAt
    from (
      select user_id, last_used_at, family_hash,
        row_number() over (order by id desc) <= @atMost
          and client_epoch = @epoch and revoked_at is null and expires_at > @now as is_alive
      from (select * from oauth_grants where client_id = @id order by id desc limit @atMost + 1)
    )`);
  return ({ id, epoch }, now, atMost) => {
    const { seen = 0, lastUsedAt = null, ...alive } = count.get({ id, epoch, now, atMost }) ?? none;
    return { ...alive, ...(lastUsedAt === null ? {} : { lastUsedAt }), isAtLeast: seen > atMost };
  };
}

const none: Omit<Counted, "seen" | "lastUsedAt"> & Partial<Counted> = { grants: 0, refreshTokens: 0, people: 0 };
