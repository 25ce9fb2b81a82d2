import { storeContract } from "@sallyport/fixtures/store-contract";
import { openMemoryStore } from "./index.ts";

storeContract("memory", () => {
  const store = openMemoryStore();
  return Promise.resolve({ store, close: () => store.close() });
});
