import { hashSecret } from "@sallyport/core/secret";
import type { Session, Store } from "@sallyport/core/stores/port";
import { after } from "@sallyport/core/time";
import { describe, expect, it } from "vitest";
import { sampleNow, sampleSession } from "./store-samples.ts";

export function describeSessions(store: () => Store): void {
  const { hash } = sampleSession();

  describe("sessions", () => {
    it("come back with every member that was given", async () => {
      const full = sampleSession({ address: "2001:db8::1", userAgent: "Browser", audience: "admin" });
      await store().sessions.insert(full);
      await expect(store().sessions.get(hash)).resolves.toStrictEqual(full);
      await expect(store().sessions.get(hashSecret("other"))).resolves.toBeUndefined();
    });

    it("note their use", async () => {
      await store().sessions.insert(sampleSession());
      const use = { lastUsedAt: after(sampleNow, 5), idleExpiresAt: after(sampleNow, 105) };
      await store().sessions.touch(hash, use);
      await expect(store().sessions.get(hash)).resolves.toStrictEqual(sampleSession(use));
    });

    it("are not made by a use", async () => {
      await store().sessions.touch(hash, { lastUsedAt: sampleNow, idleExpiresAt: sampleNow });
      await expect(store().sessions.get(hash)).resolves.toBeUndefined();
    });

    it("are deleted once", async () => {
      await store().sessions.insert(sampleSession());
      await expect(store().sessions.delete(hash)).resolves.toBe("deleted");
      await expect(store().sessions.delete(hash)).resolves.toBe("gone");
      await expect(store().sessions.get(hash)).resolves.toBeUndefined();
    });

    describeSessionsOfOne(store);
  });
}

function describeSessionsOfOne(store: () => Store): void {
  const ada = { id: "user-1", epoch: 0 };

  async function insert(...wanted: (Partial<Session> & { id: number })[]): Promise<void> {
    for (const members of wanted) {
      await store().sessions.insert(sampleSession({ hash: hashSecret(`cookie ${members.id}`), ...members }));
    }
  }
  async function idsOf(user = ada, now = sampleNow): Promise<number[]> {
    return (await store().sessions.listByUser(user, now, { limit: 10 })).items.map(({ id }) => id);
  }

  it("are listed by person, newest first, page by page", async () => {
    await insert({ id: 1 }, { id: 2, userId: "user-2" }, { id: 3, audience: "admin" }, { id: 4 });
    const first = await store().sessions.listByUser(ada, sampleNow, { limit: 2 });
    expect(first.items.map(({ id }) => id)).toEqual([4, 3]);
    const second = await store().sessions.listByUser(ada, sampleNow, { limit: 2, cursor: first.next ?? "" });
    expect(second).toStrictEqual({ items: [sampleSession({ id: 1, hash: hashSecret("cookie 1") })] });
    const madeUp = await store().sessions.listByUser(ada, sampleNow, { limit: 2, cursor: "made up" });
    expect(madeUp).toStrictEqual({ items: [] });
  });

  it("are not listed when they have expired, or an epoch has ended them", async () => {
    const { idleExpiresAt, expiresAt } = sampleSession();
    await insert({ id: 1 }, { id: 2, userEpoch: 1 }, { id: 3, idleExpiresAt: expiresAt });
    await expect(idsOf()).resolves.toEqual([3, 1]);
    await expect(idsOf(ada, idleExpiresAt)).resolves.toEqual([3]);
    await expect(idsOf(ada, expiresAt)).resolves.toEqual([]);
    await expect(idsOf({ ...ada, epoch: 1 })).resolves.toEqual([2]);
  });

  it("are ended by id only when they are this person's", async () => {
    await insert({ id: 1 }, { id: 2, userId: "user-2" });
    await expect(store().sessions.deleteOf("user-1", 2)).resolves.toBe("gone");
    await expect(store().sessions.deleteOf("user-1", 1)).resolves.toBe("deleted");
    await expect(store().sessions.deleteOf("user-1", 1)).resolves.toBe("gone");
    await expect(store().sessions.get(hashSecret("cookie 1"))).resolves.toBeUndefined();
    await expect(store().sessions.get(hashSecret("cookie 2"))).resolves.toBeDefined();
  });

  it("are all ended but one, and nobody else's, however many there are", async () => {
    const many = Array.from({ length: 1_200 }, (_, index) => ({ id: index + 10 }));
    await Promise.all(many.map((members) => insert(members)));
    await insert({ id: 1 }, { id: 2, userId: "user-2" });
    await expect(store().sessions.deleteOthers("user-1", 1)).resolves.toBe(1_200);
    await expect(idsOf()).resolves.toEqual([1]);
    await expect(idsOf({ id: "user-2", epoch: 0 })).resolves.toEqual([2]);
    await expect(store().sessions.deleteOthers("user-1", 1)).resolves.toBe(0);
  });
}
