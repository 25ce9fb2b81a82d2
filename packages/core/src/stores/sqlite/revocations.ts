import { asc, gt, sql } from "drizzle-orm";
import type { Revocations, Revoked } from "../../ports/store.ts";
import { revocationOf } from "../shared/revocation.ts";
import type { EpochSeconds } from "../../time.ts";
import type { Engine } from "./engine.ts";
import { revocations } from "./schema.ts";
import { bound, prepareInsert, prepareLookUp, present } from "./statements.ts";

export function createRevocations({ database, read, write }: Engine): Revocations {
  const insert = prepareInsert(database, revocations, "ignore");
  const byToken = prepareLookUp(database, revocations, revocations.jti);
  const list = database
    .select()
    .from(revocations)
    .where(gt(revocations.number, bound(revocations.number, "mark")))
    .orderBy(asc(revocations.number))
    .limit(sql.placeholder("limit"))
    .prepare();
  // Also after the youngest row was cleaned away.
  const lastMark = database.$client.prepare("select seq from sqlite_sequence where name = 'oauth_revocations'").pluck();

  return {
    insert: (revocation) => write(() => void insert(revocation)),
    hasToken: (jti) => read(() => byToken(jti) !== undefined),
    listAfter: (mark, limit) =>
      read(() => {
        const isOurs = mark <= Number(lastMark.get() ?? 0);
        const rows = list.all({ mark: isOurs ? mark : 0, limit });
        return rows.map(({ number, ...row }) => ({ mark: number, revocation: present(row) }));
      }),
  };
}

/** Notes what a verb ends; call it in the unit that ends it. */
export function prepareNote({ database }: Engine): (revoked: Revoked, now: EpochSeconds) => void {
  const insert = prepareInsert(database, revocations);
  return (revoked, now) => void insert(revocationOf(revoked, now));
}
