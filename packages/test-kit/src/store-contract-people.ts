import type { Store } from "@sallyport/core/stores/port";
import { describe, expect, it } from "vitest";
import { sampleNow, sampleUser } from "./store-samples.ts";

export function describeUsers(store: () => Store): void {
  describe("users", () => {
    it("come back with every member, by id and by address", async () => {
      const user = sampleUser({ name: "Ada", passwordHash: "$argon2id$…", role: "owner" });
      await expect(store().users.insert(user)).resolves.toBe("inserted");
      await expect(store().users.get("user-1")).resolves.toStrictEqual(user);
      await expect(store().users.getByEmail("ada@example.com")).resolves.toStrictEqual(user);
    });

    it("come back without the members that were not given", async () => {
      await store().users.insert(sampleUser());
      await expect(store().users.get("user-1")).resolves.toStrictEqual(sampleUser());
    });

    it("are one per id and one per address", async () => {
      await store().users.insert(sampleUser());
      await expect(store().users.insert(sampleUser({ email: "bob@example.com" }))).resolves.toBe("exists");
      await expect(store().users.insert(sampleUser({ id: "user-2" }))).resolves.toBe("exists");
      await expect(store().users.get("user-2")).resolves.toBeUndefined();
    });

    it("are listed newest first, page by page", async () => {
      for (const id of ["a", "b", "c"]) await store().users.insert(sampleUser({ id, email: `${id}@example.com` }));
      const first = await store().users.list({ limit: 2 });
      expect(first.items.map(({ id }) => id)).toEqual(["c", "b"]);
      const second = await store().users.list({ limit: 2, cursor: first.next ?? "" });
      expect(second).toMatchObject({ items: [{ id: "a" }] });
      expect(second.next).toBeUndefined();
    });

    it("get a new epoch with a new password", async () => {
      await store().users.insert(sampleUser());
      await store().users.get("user-1");
      await expect(store().users.setPassword("user-1", "$argon2id$new", sampleNow)).resolves.toBe("set");
      await expect(store().users.get("user-1")).resolves.toMatchObject({ passwordHash: "$argon2id$new", epoch: 1 });
    });

    it("get a new epoch when they are disabled, and only then", async () => {
      await store().users.insert(sampleUser());
      await store().users.setStatus("user-1", "disabled", sampleNow);
      await store().users.setStatus("user-1", "active", sampleNow);
      await expect(store().users.get("user-1")).resolves.toMatchObject({ status: "active", epoch: 1 });
    });

    it("get a new epoch when they are signed out everywhere", async () => {
      await store().users.insert(sampleUser());
      await expect(store().users.signOutEverywhere("user-1", sampleNow)).resolves.toBe("set");
      await expect(store().users.get("user-1")).resolves.toMatchObject({ epoch: 1 });
    });

    it("tell when there is none", async () => {
      await expect(store().users.setPassword("nobody", "x", sampleNow)).resolves.toBe("gone");
      await expect(store().users.setStatus("nobody", "disabled", sampleNow)).resolves.toBe("gone");
      await expect(store().users.signOutEverywhere("nobody", sampleNow)).resolves.toBe("gone");
      await expect(store().users.getByEmail("nobody@example.com")).resolves.toBeUndefined();
    });
  });
}
