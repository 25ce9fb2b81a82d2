import { and, eq, type SQL, sql } from "drizzle-orm";
import type { EpochSeconds } from "../../time.ts";
import type { Grant, GrantFilter, GrantListRequest, Page } from "../../ports/store.ts";
import type { Engine } from "./engine.ts";
import { prepareRowIdList } from "./row-id-list.ts";
import { clients, grants, system, users } from "./schema.ts";

type Stored = typeof grants.$inferSelect;
type List = ReturnType<typeof prepareRowIdList<typeof grants, Grant>>;

/** The first of these filters that is given chooses the index; the others are matched row by row. */
const keys = ["userId", "clientId"] as const satisfies readonly (keyof GrantFilter)[];

const conditions: Readonly<Record<keyof GrantFilter, SQL>> = {
  userId: eq(grants.userId, sql.placeholder("userId")),
  // The plus keeps the planner from this index where another one was chosen.
  clientId: sql`+${grants.clientId} = ${sql.placeholder("clientId")}`,
  resource: sql`exists (select 1 from json_each(${grants.resources}) where value = ${sql.placeholder("resource")})`,
  isAlive: sql`(${isAlive()}) = ${sql.placeholder("isAlive")}`,
};

function isAlive(): SQL {
  const now = sql.placeholder("now");
  return sql`${grants.revokedAt} is null and ${grants.expiresAt} > ${now}
    and exists (select 1 from ${users} where ${users.id} = ${grants.userId}
      and ${users.epoch} = ${grants.userEpoch} and ${users.status} = 'active')
    and exists (select 1 from ${clients} where ${clients.id} = ${grants.clientId}
      and ${clients.epoch} = ${grants.clientEpoch} and ${clients.status} = 'active')
    and ${grants.systemEpoch} = coalesce((select ${system.epoch} from ${system}), 0)`;
}

/** Prepares the pages of grants, each combination of filters with its first use. */
export function prepareGrantList(
  { database }: Engine,
  toGrant: (stored: Stored) => Grant,
): (wanted: GrantListRequest, now: EpochSeconds) => Page<Grant> {
  const prepared = new Map<string, List>();

  function prepare(given: readonly (keyof GrantFilter)[]): List {
    const key = keys.find((name) => given.includes(name));
    const matched = given.filter((name) => name !== key).map((name) => conditions[name]);
    return prepareRowIdList(database, {
      table: grants,
      number: grants.id,
      where: key && eq(grants[key], sql.placeholder(key)),
      matches: matched.length === 0 ? undefined : and(...matched),
      toRow: toGrant,
      numberOf: ({ id }) => id,
    });
  }

  return ({ userId, clientId, resource, isAlive: wantsAlive, ...wanted }, now) => {
    const filter = { userId, clientId, resource, isAlive: wantsAlive };
    // The keys of the record, which `keys` cannot know.
    const given = (Object.keys(conditions) as (keyof GrantFilter)[]).filter((name) => filter[name] !== undefined);
    const list = prepared.get(given.join(" ")) ?? prepare(given);
    prepared.set(given.join(" "), list);
    return list(wanted, { ...filter, isAlive: wantsAlive === true ? 1 : 0, now });
  };
}
