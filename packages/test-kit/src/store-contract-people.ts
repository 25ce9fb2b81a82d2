import { hashSecret } from "@sallyport/core/secret";
import type { ClientFilter, Store } from "@sallyport/core/stores/port";
import { after } from "@sallyport/core/time";
import { describe, expect, it } from "vitest";
import {
  fullClient,
  sampleClient,
  sampleCode,
  sampleConsent,
  sampleGrant,
  sampleInteraction,
  sampleNow,
  sampleUser,
} from "./store-samples.ts";

export function describeClients(store: () => Store): void {
  describe("clients", () => {
    it("come back with every member that was given", async () => {
      await expect(store().clients.insert(fullClient())).resolves.toBe("inserted");
      await expect(store().clients.get("client-1")).resolves.toStrictEqual(fullClient());
    });

    it("come back without the members that were not given", async () => {
      await store().clients.insert(sampleClient());
      await expect(store().clients.get("client-1")).resolves.toStrictEqual(sampleClient());
    });

    it("are not replaced by another of the same id", async () => {
      await store().clients.insert(sampleClient());
      await expect(store().clients.insert(sampleClient({ name: "Other" }))).resolves.toBe("exists");
      await expect(store().clients.get("client-1")).resolves.toMatchObject({ name: "Inspector" });
    });

    it("are not changed through the object that was inserted", async () => {
      const scopes = ["openid"];
      const insertion = store().clients.insert(sampleClient({ scopes }));
      await insertion;
      scopes.push("admin");
      await expect(store().clients.get("client-1")).resolves.toMatchObject({ scopes: ["openid"] });
    });

    it("cannot be found when there is none", async () => {
      await expect(store().clients.get("nobody")).resolves.toBeUndefined();
    });

    it("are put in place of what they said, but for epoch, status and creation", async () => {
      await store().clients.insert(fullClient());
      await store().clients.setStatus("client-1", "disabled", sampleNow);
      await store().clients.get("client-1");
      const next = sampleClient({ name: "Renamed", createdAt: after(sampleNow, 9), epoch: 7 });
      await store().clients.put(next, { forgetConsents: false });
      await expect(store().clients.get("client-1")).resolves.toStrictEqual({
        ...next,
        status: "disabled",
        epoch: 1,
        createdAt: sampleNow,
      });
    });

    it("are forgotten when they registered themselves long ago and hold nothing", async () => {
      const { clients, grants, consents, interactions } = store();
      const provenances = {
        kept: "preregistered",
        idle: "dynamic",
        published: "document",
        young: "dynamic",
        granted: "dynamic",
        allowed: "dynamic",
        disabled: "document",
      } as const;
      for (const [id, provenance] of Object.entries(provenances)) {
        await clients.insert(sampleClient({ id, provenance, createdAt: after(sampleNow, id === "young" ? 0 : -1) }));
      }
      await clients.setStatus("disabled", "disabled", sampleNow);
      const codeId = store().nextId(sampleNow);
      await grants.insertCode(sampleCode({ id: codeId, clientId: "granted" }));
      await grants.redeem(codeId, sampleGrant({ id: store().nextId(sampleNow), clientId: "granted" }));
      await interactions.insert(sampleInteraction());
      const consent = sampleConsent({ clientId: "allowed" });
      await interactions.approve("interaction-1", sampleInteraction().boundTo, {
        consent,
        code: sampleCode({ id: store().nextId(sampleNow), clientId: "allowed" }),
      });
      await clients.get("idle");
      await expect(clients.deleteUnused(sampleNow)).resolves.toBe(2);
      await expect(clients.get("idle")).resolves.toBeUndefined();
      const left = (await clients.list({ limit: 10 })).items.map(({ id }) => id);
      expect(left.toSorted()).toEqual(["allowed", "disabled", "granted", "kept", "young"]);
      await expect(consents.listByUser("user-1")).resolves.toHaveLength(1);
    });

    it("are inserted by put when they are new", async () => {
      await store().clients.put(fullClient(), { forgetConsents: true });
      await expect(store().clients.get("client-1")).resolves.toStrictEqual(fullClient());
    });

    it("lose their consents by put only when it says so, and no other's", async () => {
      const { clients, consents, interactions } = store();
      for (const id of ["client-1", "client-2"]) {
        await clients.insert(sampleClient({ id }));
        await interactions.insert(sampleInteraction({ id }));
        const consent = sampleConsent({ clientId: id });
        await interactions.approve(id, sampleInteraction().boundTo, {
          consent,
          code: sampleCode({ clientId: id, id: store().nextId(sampleNow) }),
        });
      }
      const found = async () => (await consents.listByUser("user-1")).map((consent) => consent.clientId).toSorted();
      await clients.put(sampleClient(), { forgetConsents: false });
      await expect(found()).resolves.toEqual(["client-1", "client-2"]);
      await clients.put(sampleClient(), { forgetConsents: true });
      await expect(found()).resolves.toEqual(["client-2"]);
    });

    it("are listed newest first, page by page, also within one second", async () => {
      for (const id of ["a", "b", "c"]) await store().clients.insert(sampleClient({ id }));
      await store().clients.insert(sampleClient({ id: "old", createdAt: after(sampleNow, -1) }));
      const first = await store().clients.list({ limit: 2 });
      expect(first.items.map(({ id }) => id)).toEqual(["c", "b"]);
      const second = await store().clients.list({ limit: 2, cursor: first.next ?? "" });
      expect(second.items.map(({ id }) => id)).toEqual(["a", "old"]);
      expect(second.next).toBeUndefined();
    });

    it("are listed without gap or repetition when one is removed between two pages", async () => {
      for (const id of ["a", "b", "c", "d"]) await store().clients.insert(sampleClient({ id }));
      const first = await store().clients.list({ limit: 2 });
      await store().clients.delete("c", sampleNow);
      const second = await store().clients.list({ limit: 2, cursor: first.next ?? "" });
      expect(second.items.map(({ id }) => id)).toEqual(["b", "a"]);
    });

    it("are listed by status and by provenance, page by page", async () => {
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

    it("are an empty page at a cursor that was made up", async () => {
      await store().clients.insert(sampleClient());
      await expect(store().clients.list({ limit: 2, cursor: "made up" })).resolves.toStrictEqual({ items: [] });
    });

    it("get a new epoch when they are disabled, and only then", async () => {
      await store().clients.insert(sampleClient());
      await expect(store().clients.setStatus("client-1", "disabled", sampleNow)).resolves.toBe("set");
      await expect(store().clients.setStatus("client-1", "disabled", sampleNow)).resolves.toBe("set");
      await expect(store().clients.get("client-1")).resolves.toMatchObject({ status: "disabled", epoch: 1 });
      await store().clients.setStatus("client-1", "active", sampleNow);
      await expect(store().clients.get("client-1")).resolves.toMatchObject({ status: "active", epoch: 1 });
    });

    it("tell when there is none to change or delete", async () => {
      await expect(store().clients.setStatus("nobody", "disabled", sampleNow)).resolves.toBe("gone");
      await expect(store().clients.delete("nobody", sampleNow)).resolves.toBe("gone");
    });

    it("take their codes, grants, consents and interactions with them", async () => {
      await insertWithPossessions(store(), "client-1");
      await insertWithPossessions(store(), "client-2");
      await store().clients.get("client-1");
      await expect(store().clients.delete("client-1", sampleNow)).resolves.toBe("deleted");
      expect(await possessions(store(), "client-1")).toEqual([undefined, undefined, undefined, undefined, undefined]);
      expect(await possessions(store(), "client-2")).not.toContain(undefined);
    });

    it("start with nothing when one is made under the id of a deleted one", async () => {
      await insertWithPossessions(store(), "client-1");
      await store().clients.delete("client-1", sampleNow);
      await store().clients.insert(sampleClient());
      const [client, ...others] = await possessions(store(), "client-1");
      expect(client).toBeDefined();
      expect(others).toEqual([undefined, undefined, undefined, undefined]);
    });

    it("start with nothing, although a code was stored while an earlier one was deleted", async () => {
      await store().grants.insertCode(sampleCode({ id: 1 }));
      await store().grants.insertCode(sampleCode({ id: 2 }));
      await store().grants.redeem(2, sampleGrant({ id: 3 }));
      await store().clients.insert(sampleClient());
      await expect(store().grants.getCode(1)).resolves.toBeUndefined();
      await expect(store().grants.get(3)).resolves.toBeUndefined();
    });

    it("can be deleted together with thousands of grants", async () => {
      await store().clients.insert(sampleClient());
      const ids = Array.from({ length: 1_200 }, () => store().nextId(sampleNow));
      await Promise.all(ids.map((id) => store().grants.insertCode(sampleCode({ id }))));
      await Promise.all(ids.map((id) => store().grants.redeem(id, sampleGrant({ id }))));
      await store().clients.delete("client-1", sampleNow);
      await expect(store().system.counts()).resolves.toMatchObject({ clients: 0, grants: 0 });
    });
  });
}

const idOf = (clientId: string): number => (clientId === "client-1" ? 10 : 20);

async function insertWithPossessions(store: Store, clientId: string): Promise<void> {
  const { clients, grants, interactions } = store;
  const id = idOf(clientId);
  const boundTo = hashSecret("browser");
  const request = { ...sampleInteraction().request, clientId };
  await clients.insert(sampleClient({ id: clientId }));
  await interactions.insert(sampleInteraction({ id: `open ${clientId}`, request }));
  await interactions.insert(sampleInteraction({ id: `ended ${clientId}`, request }));
  const outcome = { consent: sampleConsent({ clientId }), code: sampleCode({ id, clientId }) };
  await interactions.approve(`ended ${clientId}`, boundTo, outcome);
  await grants.redeem(id, sampleGrant({ id: id + 1, clientId }));
  await grants.insertCode(sampleCode({ id: id + 2, clientId }));
}

function possessions(store: Store, clientId: string): Promise<unknown[]> {
  const id = idOf(clientId);
  return Promise.all([
    store.clients.get(clientId),
    store.interactions.get(`open ${clientId}`, sampleNow),
    store.consents.get(sampleConsent({ clientId })),
    store.grants.get(id + 1),
    store.grants.getCode(id + 2),
  ]);
}

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
