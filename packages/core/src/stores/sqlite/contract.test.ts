import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { storeContract } from "@sallyport/fixtures/store-contract";
import { openSqliteStore } from "./index.ts";

storeContract("SQLite", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sallyport-store-"));
  const file = join(folder, "test.db");
  let store = await openSqliteStore({ file });
  return {
    store,
    async reopen() {
      await store.close();
      store = await openSqliteStore({ file });
      return store;
    },
    async close() {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
});
