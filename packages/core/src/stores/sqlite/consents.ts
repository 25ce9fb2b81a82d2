import { and, asc, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { Consent, Consents } from "../../ports/store.ts";
import type { Engine } from "./engine.ts";
import { prepareNote } from "./revocations.ts";
import { prepareRowIdList } from "./row-id-list.ts";
import { clientLeftovers, clients, codes, consents, grants } from "./schema.ts";
import { bound, prepareInsert, type StoreDatabase } from "./statements.ts";

export function createConsents(engine: Engine): Consents {
  const { read, write } = engine;
  const statements = prepareStatements(engine);
  const note = prepareNote(engine);
  const put = prepareConsentPut(engine.database);

  return {
    get: (key) =>
      read(() => {
        const row = statements.get.get({ ...key });
        return row && toConsent(row);
      }),
    listByUser: (userId) => read(() => statements.listByUser.all({ userId }).map(toConsent)),
    list: ({ userId, clientId, ...wanted }) =>
      read(() => statements.list({ userId, clientId })(wanted, { userId, clientId })),
    insert: (consent) =>
      write(() => {
        if (statements.get.get({ ...consent }) !== undefined) return "exists";
        put(consent);
        return "inserted";
      }),
    revoke: (userId, clientId, now) =>
      write(() => {
        const both = { userId, clientId };
        const ended = statements.revokeGrants.run({ ...both, revokedAt: now }).changes;
        if (ended > 0) note(both, now);
        const changes = ended + statements.deleteConsents.run(both).changes + statements.deleteCodes.run(both).changes;
        return changes === 0 ? "gone" : "revoked";
      }),
  };
}

/** Puts a consent in the place of the one for the same client and resources, as of the client that is there now. */
export function prepareConsentPut(database: StoreDatabase): (consent: Consent) => void {
  const remove = database
    .delete(consents)
    .where(
      and(
        eq(consents.userId, bound(consents.userId)),
        eq(consents.clientId, bound(consents.clientId)),
        eq(consents.resources, bound(consents.resources)),
      ),
    )
    .prepare();
  const generationOf = database
    .select({ generation: clients.consentGeneration })
    .from(clients)
    .where(eq(clients.id, bound(clients.id, "clientId")))
    .prepare();
  const insert = prepareInsert(database, consents);
  return (consent) => {
    remove.run({ ...consent });
    const generation = generationOf.get({ clientId: consent.clientId })?.generation ?? 0;
    insert({ ...consent, generation });
  };
}

/** Whether neither a change nor the end of the client came after the consent; see `Clients`. Every list must ask. */
const counts = sql`${consents.generation} = coalesce(
  (select ${clients.consentGeneration} from ${clients} where ${clients.id} = ${consents.clientId}),
  (
    select max(${clientLeftovers.consentGeneration}) from ${clientLeftovers}
    where ${clientLeftovers.clientId} = ${consents.clientId}
  ),
  0
)`;

function toConsent({ generation: _generation, number: _number, ...consent }: typeof consents.$inferSelect): Consent {
  return consent;
}

function prepareStatements({ database }: Engine) {
  const isOfUser = eq(consents.userId, bound(consents.userId));
  const isOfBoth = and(isOfUser, eq(consents.clientId, bound(consents.clientId)));
  return {
    get: database
      .select()
      .from(consents)
      .where(and(isOfBoth, eq(consents.resources, bound(consents.resources)), counts))
      .prepare(),
    listByUser: database.select().from(consents).where(and(isOfUser, counts)).orderBy(asc(consents.number)).prepare(),
    list: prepareLists(database),
    deleteConsents: database.delete(consents).where(isOfBoth).prepare(),
    deleteCodes: database
      .delete(codes)
      .where(
        and(eq(codes.clientId, bound(codes.clientId)), eq(codes.userId, bound(codes.userId)), isNull(codes.redeemedBy)),
      )
      .prepare(),
    revokeGrants: database
      .update(grants)
      .set({ revokedAt: bound(grants.revokedAt), revokedReason: "consent_revoked" })
      .where(
        and(
          eq(grants.userId, bound(grants.userId)),
          // The plus keeps the planner from the client's index: a client may have a million grants, a person a few.
          sql`+${grants.clientId} = ${bound(grants.clientId)}`,
          isNull(grants.revokedAt),
        ),
      )
      .prepare(),
  };
}

function prepareLists(database: Engine["database"]) {
  const ofUser = eq(consents.userId, bound(consents.userId));
  const ofClient = eq(consents.clientId, bound(consents.clientId));
  const prepare = (where?: SQL, matches?: SQL) =>
    prepareRowIdList(database, {
      table: consents,
      number: consents.number,
      where,
      matches: and(counts, matches),
      toRow: toConsent,
      numberOf: ({ number }) => number,
    });
  const [all, byUser, byClient] = [prepare(), prepare(ofUser), prepare(ofClient)];
  const byBoth = prepare(ofUser, sql`+${consents.clientId} = ${bound(consents.clientId)}`);
  return (given: { userId?: string | undefined; clientId?: string | undefined }) => {
    if (given.userId === undefined) return given.clientId === undefined ? all : byClient;
    return given.clientId === undefined ? byUser : byBoth;
  };
}
