import { eq } from "drizzle-orm";
import { apiKeyList } from "../shared/lists.ts";
import type { ApiKey, ApiKeys } from "../../ports/store.ts";
import type { Engine } from "./engine.ts";
import { prepareList } from "./list-page.ts";
import { apiKeys } from "./schema.ts";
import { noTerms } from "./search-terms.ts";
import { bound, prepareInsert, prepareLookUp, present } from "./statements.ts";

export function createApiKeys({ database, read, write }: Engine): ApiKeys {
  const isIt = eq(apiKeys.id, bound(apiKeys.id));
  const insert = prepareInsert(database, apiKeys);
  const get = prepareLookUp(database, apiKeys, apiKeys.id);
  const getByHash = prepareLookUp(database, apiKeys, apiKeys.hash);
  const list = prepareList(database, {
    list: apiKeyList,
    table: apiKeys,
    number: apiKeys.number,
    sorts: { created: apiKeys.createdAt },
    filters: { makerId: { column: apiKeys.makerId } },
    terms: noTerms,
    toRow: toApiKey,
    numberOf: (stored) => stored.number,
  });
  const touch = database
    .update(apiKeys)
    .set({ lastUsedAt: bound(apiKeys.lastUsedAt) })
    .where(isIt)
    .prepare();
  const remove = database.delete(apiKeys).where(isIt).prepare();
  const look = (find: () => typeof apiKeys.$inferSelect | undefined): Promise<ApiKey | undefined> =>
    read(() => {
      const row = find();
      return row && toApiKey(row);
    });

  return {
    insert: (key) => write(() => void insert(key)),
    get: (id) => look(() => get(id)),
    getByHash: (hash) => look(() => getByHash(hash)),
    list: (wanted) => read(() => list(wanted)),
    touch: (id, lastUsedAt) => write(() => void touch.run({ id, lastUsedAt })),
    delete: (id) => write(() => (remove.run({ id }).changes === 0 ? "gone" : "deleted")),
  };
}

function toApiKey(row: typeof apiKeys.$inferSelect): ApiKey {
  return present(row, "number");
}
