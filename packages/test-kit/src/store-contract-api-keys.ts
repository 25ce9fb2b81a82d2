import { hashSecret } from "@sallyport/core/secret";
import type { ApiKey, Store } from "@sallyport/core/stores/port";
import { after } from "@sallyport/core/time";
import { describe, expect, it } from "vitest";
import { sampleNow } from "./store-samples.ts";

function sampleApiKey(id: string, members: Partial<ApiKey> = {}): ApiKey {
  return {
    id,
    hash: hashSecret(id),
    name: "CI",
    role: "operator",
    makerId: "user-1",
    makerEpoch: 3,
    createdAt: sampleNow,
    expiresAt: after(sampleNow, 60),
    ...members,
  };
}

export function describeApiKeys(store: () => Store): void {
  const get = (id: string) => store().apiKeys.get(id);

  describe("API keys", () => {
    it("come back with every member, by id and by hash", async () => {
      const full = sampleApiKey("a", { lastUsedAt: after(sampleNow, 1) });
      await store().apiKeys.insert(full);
      await store().apiKeys.insert(sampleApiKey("b"));
      await expect(get("a")).resolves.toStrictEqual(full);
      await expect(store().apiKeys.getByHash(full.hash)).resolves.toStrictEqual(full);
      await expect(get("b")).resolves.toStrictEqual(sampleApiKey("b"));
      await expect(get("c")).resolves.toBeUndefined();
      await expect(store().apiKeys.getByHash(hashSecret("c"))).resolves.toBeUndefined();
    });

    it("are one for each id", async () => {
      await store().apiKeys.insert(sampleApiKey("a"));
      await expect(store().apiKeys.insert(sampleApiKey("a", { hash: hashSecret("x") }))).rejects.toThrow();
      await expect(get("a")).resolves.toStrictEqual(sampleApiKey("a"));
    });

    it("are listed newest first, page by page, all or those of one maker", async () => {
      const { apiKeys } = store();
      const mine = { makerId: "user-2" };
      await apiKeys.insert(sampleApiKey("a", mine));
      await apiKeys.insert(sampleApiKey("b", { createdAt: after(sampleNow, 5) }));
      await apiKeys.insert(sampleApiKey("c", mine));
      const first = await apiKeys.list({ limit: 2 });
      expect(first.items.map(({ id }) => id)).toEqual(["b", "c"]);
      const rest = await apiKeys.list({ limit: 2, cursor: first.next ?? "" });
      expect(rest).toStrictEqual({ items: [sampleApiKey("a", mine)] });
      const theirs = await apiKeys.list({ limit: 10, ...mine });
      expect(theirs.items.map(({ id }) => id)).toEqual(["c", "a"]);
      await expect(apiKeys.list({ limit: 10, makerId: "nobody" })).resolves.toStrictEqual({ items: [] });
    });

    it("note their use, and are not made by it", async () => {
      await store().apiKeys.insert(sampleApiKey("a"));
      await store().apiKeys.touch("a", after(sampleNow, 7));
      await store().apiKeys.touch("b", sampleNow);
      await expect(get("a")).resolves.toStrictEqual(sampleApiKey("a", { lastUsedAt: after(sampleNow, 7) }));
      await expect(get("b")).resolves.toBeUndefined();
    });

    it("are deleted once", async () => {
      await store().apiKeys.insert(sampleApiKey("a"));
      await expect(store().apiKeys.delete("a")).resolves.toBe("deleted");
      await expect(store().apiKeys.delete("a")).resolves.toBe("gone");
      await expect(store().apiKeys.getByHash(hashSecret("a"))).resolves.toBeUndefined();
    });

    it("are cleaned away once they have expired", async () => {
      await store().apiKeys.insert(sampleApiKey("a"));
      await expect(store().clean(after(sampleNow, 59))).resolves.toBe(0);
      await expect(get("a")).resolves.toBeDefined();
      await expect(store().clean(after(sampleNow, 60))).resolves.toBe(1);
      await expect(get("a")).resolves.toBeUndefined();
    });
  });
}
