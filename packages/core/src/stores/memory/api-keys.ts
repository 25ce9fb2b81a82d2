import { apiKeyList } from "../shared/lists.ts";
import type { ApiKeys } from "../../ports/store.ts";
import { listPage } from "./list-page.ts";
import type { Run, Tables } from "./tables.ts";

export function createApiKeys({ apiKeys }: Tables, run: Run): ApiKeys {
  return {
    insert: (key) =>
      run(() => {
        if (apiKeys.get(key.id) !== undefined) throw new Error("an API key with this id exists");
        apiKeys.insert(key);
      }),
    get: (id) => run(() => apiKeys.get(id)),
    getByHash: (hash) => run(() => apiKeys.all().find((key) => key.hash === hash)),
    list: (wanted) => run(() => listPage(apiKeyList, apiKeys.entries(), wanted)),
    touch: (id, lastUsedAt) =>
      run(() => {
        const key = apiKeys.get(id);
        if (key !== undefined) apiKeys.replace({ ...key, lastUsedAt });
      }),
    delete: (id) => run(() => (apiKeys.delete(id) ? "deleted" : "gone")),
  };
}
