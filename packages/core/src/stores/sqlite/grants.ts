import { and, desc, eq, gt, isNull, sql } from "drizzle-orm";
import type { Code, Grant, Grants, RefreshState, RevocationReason, RowId } from "../../ports/store.ts";
import type { EpochSeconds } from "../../time.ts";
import type { Engine } from "./engine.ts";
import { prepareNote } from "./revocations.ts";
import { prepareGrantList } from "./grant-list.ts";
import { codes, grants } from "./schema.ts";
import { bound, prepareInsert, prepareLookUp, present } from "./statements.ts";

export function createGrants(engine: Engine): Grants {
  const { read, write } = engine;
  const code = prepareCodeStatements(engine);
  const grant = prepareGrantStatements(engine);
  const note = prepareNote(engine);

  /** Whether it was alive. */
  function end(id: RowId, revokedReason: RevocationReason, now: EpochSeconds): boolean {
    if (grant.revoke.run({ id, revokedAt: now, revokedReason }).changes === 0) return false;
    note({ grantId: id }, now);
    return true;
  }
  const list = prepareGrantList(engine, toGrant);

  return {
    insertCode: (row) => write(() => void code.insert(row)),
    getCode: (id) => read(() => code.get(id)),
    redeem: (codeId, bought, onReplay = "revoke") =>
      write(() => {
        if (code.redeem.run({ id: codeId, redeemedBy: bought.id }).changes === 1) {
          grant.insert(toRow(bought));
          return "redeemed";
        }
        const redeemedBy = code.get(codeId)?.redeemedBy;
        if (redeemedBy === undefined) return "gone";
        if (onReplay === "revoke") end(redeemedBy, "code_replayed", bought.createdAt);
        return "replayed";
      }),
    get: (id) => read(() => grant.get(id)),
    rotate: ({ address, userAgent, ...rotation }) =>
      write(() => {
        const parameters = { ...rotation, address: address ?? null, userAgent: userAgent ?? null };
        return grant.rotate.run(parameters).changes === 0 ? "stale" : "rotated";
      }),
    revoke: (id, why) =>
      write(() => (end(id, why.reason, why.now) || grant.get(id) !== undefined ? "revoked" : "gone")),
    list: (wanted, now) => read(() => list(wanted, now)),
    listByUser: (userId, now) => read(() => grant.listByUser.all({ userId, now }).map(toGrant)),
  };
}

function prepareCodeStatements({ database }: Engine) {
  const get = prepareLookUp(database, codes, codes.id);
  return {
    insert: prepareInsert(database, codes),
    get(id: RowId): Code | undefined {
      const row = get(id);
      return row && present(row);
    },
    redeem: database
      .update(codes)
      .set({ redeemedBy: bound(codes.redeemedBy) })
      .where(and(eq(codes.id, bound(codes.id)), isNull(codes.redeemedBy)))
      .prepare(),
  };
}

function prepareGrantStatements({ database }: Engine) {
  const get = prepareLookUp(database, grants, grants.id);
  return {
    insert: prepareInsert(database, grants),
    get(id: RowId): Grant | undefined {
      const row = get(id);
      return row && toGrant(row);
    },
    rotate: database
      .update(grants)
      .set({
        previousHash: sql`${grants.currentHash}`,
        currentHash: bound(grants.currentHash, "nextHash"),
        salt: bound(grants.salt),
        rotatedAt: bound(grants.rotatedAt),
        idleExpiresAt: bound(grants.idleExpiresAt),
        lastUsedAt: bound(grants.rotatedAt),
        address: sql`coalesce(${bound(grants.address)}, ${grants.address})`,
        userAgent: sql`coalesce(${bound(grants.userAgent)}, ${grants.userAgent})`,
      })
      .where(
        and(
          eq(grants.id, bound(grants.id, "grantId")),
          eq(grants.currentHash, bound(grants.currentHash, "presentedHash")),
          isNull(grants.revokedAt),
        ),
      )
      .prepare(),
    // The first revocation stands: its reason is what people will ask about.
    revoke: database
      .update(grants)
      .set({ revokedAt: bound(grants.revokedAt), revokedReason: bound(grants.revokedReason) })
      .where(and(eq(grants.id, bound(grants.id)), isNull(grants.revokedAt)))
      .prepare(),
    listByUser: database
      .select()
      .from(grants)
      .where(
        and(
          eq(grants.userId, bound(grants.userId)),
          isNull(grants.revokedAt),
          gt(grants.expiresAt, sql.placeholder("now")),
        ),
      )
      .orderBy(desc(grants.id))
      .prepare(),
  };
}

type Row = typeof grants.$inferSelect;

function toRow({ refresh, ...grant }: Grant): typeof grants.$inferInsert {
  return { ...grant, ...refresh };
}

function toGrant(row: Row): Grant {
  const { familyHash, currentHash, previousHash, salt, rotatedAt, idleExpiresAt, ...rest } = row;
  const grant: Grant = present(rest);
  if (familyHash === null || currentHash === null || idleExpiresAt === null) return grant;
  const refresh: RefreshState = present({ familyHash, currentHash, previousHash, salt, rotatedAt, idleExpiresAt });
  return { ...grant, refresh };
}
