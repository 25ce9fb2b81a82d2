import type { Client, ClientFilter, ClientListRequest, Store, UserListRequest } from "@sallyport/core/stores/port";
import { after } from "@sallyport/core/time";
import { describe, expect, it } from "vitest";
import { sampleClient, sampleNow, sampleUser } from "./store-samples.ts";

export function describeLists(store: () => Store): void {
  describe("a list of clients", () => {
    const insert = async (...clients: readonly Partial<Client>[]) => {
      for (const client of clients) await store().clients.insert(sampleClient(client));
    };
    /** All pages one after the other. */
    const readAll = async (wanted: Partial<ClientListRequest>): Promise<string[]> => {
      const { items, next } = await store().clients.list({ limit: 2, ...wanted });
      const ids = items.map(({ id }) => id);
      return next === undefined ? ids : [...ids, ...(await readAll({ ...wanted, cursor: next }))];
    };

    it("is newest first, page by page, also within one second", async () => {
      for (const id of ["a", "b", "c"]) await store().clients.insert(sampleClient({ id }));
      await store().clients.insert(sampleClient({ id: "old", createdAt: after(sampleNow, -1) }));
      const first = await store().clients.list({ limit: 2 });
      expect(first.items.map(({ id }) => id)).toEqual(["c", "b"]);
      const second = await store().clients.list({ limit: 2, cursor: first.next ?? "" });
      expect(second.items.map(({ id }) => id)).toEqual(["a", "old"]);
      expect(second.next).toBeUndefined();
    });

    it("has neither gap nor repetition when one is removed between two pages", async () => {
      for (const id of ["a", "b", "c", "d"]) await store().clients.insert(sampleClient({ id }));
      const first = await store().clients.list({ limit: 2 });
      await store().clients.delete("c", sampleNow);
      const second = await store().clients.list({ limit: 2, cursor: first.next ?? "" });
      expect(second.items.map(({ id }) => id)).toEqual(["b", "a"]);
    });

    it("is limited to a status and a provenance, page by page", async () => {
      const { clients } = store();
      for (const id of ["a", "b", "c", "d", "e"]) {
        const provenance = id < "d" ? "dynamic" : "document";
        await clients.insert(sampleClient({ id, provenance, status: id === "b" ? "active" : "pending" }));
      }
      const idsOf = async (filter: ClientFilter & { limit: number; cursor?: string }) =>
        (await clients.list(filter)).items.map(({ id }) => id);
      await expect(idsOf({ limit: 10, status: "pending" })).resolves.toEqual(["e", "d", "c", "a"]);
      await expect(idsOf({ limit: 10, provenance: "document" })).resolves.toEqual(["e", "d"]);
      await expect(idsOf({ limit: 10, status: "disabled" })).resolves.toEqual([]);
      const filter = { limit: 1, status: "pending", provenance: "dynamic" } as const;
      const first = await clients.list(filter);
      expect(first.items.map(({ id }) => id)).toEqual(["c"]);
      const second = await clients.list({ ...filter, cursor: first.next ?? "" });
      expect(second).toMatchObject({ items: [{ id: "a" }] });
      expect(second).not.toHaveProperty("next");
    });

    it("has an empty page at a cursor that was made up", async () => {
      await store().clients.insert(sampleClient());
      await expect(store().clients.list({ limit: 2, cursor: "made up" })).resolves.toStrictEqual({ items: [] });
    });

    it("[seed:D144] is sorted by name as people read it, page by page, in both directions", async () => {
      // The last two are in another order by UTF-16 than by their bytes.
      await insert(
        { id: "1", name: "\u{1F9ED} compass" },
        { id: "2", name: "beta" },
        { id: "3", name: "Alpha" },
        { id: "4", name: "alpha" },
        { id: "5", name: "\uFFFD" },
      );
      await expect(readAll({ sort: "name" })).resolves.toEqual(["3", "4", "2", "5", "1"]);
      await expect(readAll({ sort: "name", order: "desc" })).resolves.toEqual(["1", "5", "2", "4", "3"]);
    });

    it("[seed:D144] is sorted by creation in both directions", async () => {
      await insert({ id: "a" }, { id: "b" }, { id: "c", createdAt: after(sampleNow, -1) }, { id: "d" });
      await expect(readAll({ sort: "created", order: "asc" })).resolves.toEqual(["c", "a", "b", "d"]);
      await expect(readAll({ sort: "created" })).resolves.toEqual(["d", "b", "a", "c"]);
    });

    it("has an empty page at a cursor of another sort, order or search", async () => {
      await insert({ id: "a" }, { id: "b" }, { id: "c" });
      const { next = "" } = await store().clients.list({ limit: 1, sort: "name" });
      for (const other of [{ sort: "created" }, { sort: "name", order: "desc" }, { search: "insp" }] as const) {
        await expect(store().clients.list({ limit: 1, cursor: next, ...other })).resolves.toStrictEqual({ items: [] });
      }
      await expect(readAll({ sort: "name", cursor: next })).resolves.toEqual(["b", "c"]);
    });

    it("[seed:D144] is limited by any combination of filters, in any order", async () => {
      const provenances = ["preregistered", "dynamic", "document"] as const;
      const statuses = ["active", "disabled", "pending"] as const;
      const types = ["public", "confidential"] as const;
      const all = provenances.flatMap((provenance) =>
        statuses.flatMap((status) => types.map((type) => ({ provenance, status, type }))),
      );
      const clients = [...all, ...all].map((members, index) => ({ ...members, id: `${index}`, name: `n${index % 7}` }));
      await insert(...clients);
      const ofAll = await readAll({ limit: 200, sort: "name" });
      for (const filter of [
        { status: "pending" },
        { type: "public" },
        { provenance: "document", type: "public" },
        all[7],
      ]) {
        const isOne = (id: string) =>
          Object.entries(filter ?? {}).every(([name, value]) =>
            Object.entries(clients[Number(id)] ?? {}).some(([n, v]) => n === name && v === value),
          );
        await expect(readAll({ ...(filter as ClientListRequest), sort: "name" })).resolves.toEqual(ofAll.filter(isOne));
      }
    });

    it("[seed:D144] is searched by how a word of the name or the id begins", async () => {
      await insert(
        { id: "client_x1", name: "Claude Desktop" },
        { id: "client_x2", name: "Desk lamp; desktop" },
        { id: "https://app.example/metadata.json", name: "\u00C9clair" },
      );
      await expect(readAll({ search: " DESK" })).resolves.toEqual(["client_x2", "client_x1"]);
      await expect(readAll({ search: "claude d" })).resolves.toEqual(["client_x1"]);
      await expect(readAll({ search: "\u00E9cl" })).resolves.toEqual(["https://app.example/metadata.json"]);
      await expect(readAll({ search: "app.example" })).resolves.toEqual(["https://app.example/metadata.json"]);
      await expect(readAll({ search: "client_x", limit: 1 })).resolves.toEqual(["client_x1", "client_x2"]);
      await expect(readAll({ search: "esk" })).resolves.toEqual([]);
      await expect(readAll({ search: " " })).resolves.toHaveLength(3);
    });

    it("is searched by what clients are called now, and finds none that is gone", async () => {
      await insert({ id: "a", name: "Before" }, { id: "b", name: "Behind" });
      await store().clients.put(sampleClient({ id: "a", name: "After" }), { forgetConsents: false });
      await store().clients.delete("b", sampleNow);
      await insert({ id: "c", name: "New" });
      await expect(readAll({ search: "be" })).resolves.toEqual([]);
      await expect(readAll({ search: "aft" })).resolves.toEqual(["a"]);
      await expect(readAll({ sort: "name" })).resolves.toEqual(["a", "c"]);
    });

    it("is searched and filtered at once", async () => {
      const names = Array.from({ length: 600 }, (_, index) => `Tool ${1_000 + index}`);
      await Promise.all(names.map((name) => store().clients.insert(sampleClient({ id: name, name }))));
      await store().clients.setStatus("Tool 1599", "disabled", sampleNow);
      await store().clients.setStatus("Tool 1001", "disabled", sampleNow);
      await expect(readAll({ search: "tool", status: "disabled" })).resolves.toEqual(["Tool 1001", "Tool 1599"]);
    });
  });

  describe("a list of people", () => {
    const idsOf = async (wanted: Partial<UserListRequest>) =>
      (await store().users.list({ limit: 10, ...wanted })).items.map(({ id }) => id);

    it("is sorted, filtered and searched", async () => {
      await store().users.insert(sampleUser({ id: "1", email: "zoe@b.example", role: "owner" }));
      await store().users.insert(sampleUser({ id: "2", email: "bob@a.example", name: "Robert Zorn" }));
      await store().users.insert(sampleUser({ id: "3", email: "amy@a.example", role: "owner" }));
      await store().users.setStatus("3", "disabled", sampleNow);
      await expect(idsOf({ sort: "email" })).resolves.toEqual(["3", "2", "1"]);
      await expect(idsOf({ sort: "email", order: "desc", role: "owner" })).resolves.toEqual(["1", "3"]);
      await expect(idsOf({ status: "disabled", role: "owner" })).resolves.toEqual(["3"]);
      await expect(idsOf({ search: "zo" })).resolves.toEqual(["1", "2"]);
      await expect(idsOf({ search: "A.Example" })).resolves.toEqual(["2", "3"]);
      await expect(idsOf({ search: "a.example", status: "active" })).resolves.toEqual(["2"]);
    });
  });
}
