import { storeContract } from "@sallyport/fixtures/store-contract";
import { openMemoryStore } from "./memory.ts";

storeContract("memory", () => {
  const store = openMemoryStore();
  return Promise.resolve({ store, close: () => store.close() });
});
