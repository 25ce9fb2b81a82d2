import type { GrantFilter, Store } from "@sallyport/core/stores/port";
import { hashSecret } from "@sallyport/core/secret";
import { after } from "@sallyport/core/time";
import { describe, expect, it } from "vitest";
import {
  sampleClient,
  sampleCode,
  sampleConsent,
  sampleGrant,
  sampleInteraction,
  sampleNow,
  sampleSession,
  sampleUser,
} from "./store-samples.ts";

/** What operators change of people, and see of what these allowed. */
export function describeAccounts(store: () => Store): void {
  describe("changes of people", () => {
    describeChanges(store);
  });
  describe("erasing people", () => {
    describeErasing(store);
  });
  describe("lists of grants", () => {
    describeGrantList(store);
  });
  describe("lists of consents", () => {
    describeConsentList(store);
  });

  it("clients get a new epoch when all that they were granted ends", async () => {
    await store().clients.insert(sampleClient());
    await store().clients.get("client-1");
    await expect(store().clients.bumpEpoch("client-1", sampleNow)).resolves.toBe("set");
    await expect(store().clients.get("client-1")).resolves.toMatchObject({ epoch: 1, status: "active" });
    await expect(store().clients.bumpEpoch("nobody", sampleNow)).resolves.toBe("gone");
  });
}

const owner = sampleUser({ id: "owner-1", email: "owner@example.com", role: "owner" });

function describeChanges(store: () => Store): void {
  it("replace name, address and role, make the version grow, and leave the rest", async () => {
    const user = sampleUser({ name: "Ada", passwordHash: "$argon2id$…" });
    await store().users.insert(user);
    await store().users.get(user.id);
    const next = { ...sampleUser({ email: "lovelace@example.com", role: "viewer" }), epoch: 9 };
    await expect(store().users.update(next)).resolves.toBe("updated");
    const { name: _, ...unnamed } = user;
    const changed = { ...unnamed, email: "lovelace@example.com", role: "viewer", version: 2 };
    await expect(store().users.get(user.id)).resolves.toStrictEqual(changed);
    await expect(store().users.getByEmail("ada@example.com")).resolves.toBeUndefined();
    await expect(store().users.list({ limit: 5, search: "lovelace" })).resolves.toMatchObject({
      items: [{ id: user.id }],
    });
    await expect(store().users.list({ limit: 5, search: "ada" })).resolves.toStrictEqual({ items: [] });
  });

  it("are refused in another version, to a taken address, and to nobody", async () => {
    await store().users.insert(sampleUser());
    await store().users.insert(owner);
    await expect(store().users.update({ ...sampleUser(), version: 2 })).resolves.toBe("conflict");
    await expect(store().users.update({ ...sampleUser(), email: owner.email })).resolves.toBe("exists");
    await expect(store().users.update(sampleUser({ id: "nobody" }))).resolves.toBe("gone");
    await expect(store().users.get("user-1")).resolves.toStrictEqual(sampleUser());
  });

  it("one of two at once is made", async () => {
    await store().users.insert(sampleUser());
    const both = ["one", "two"].map((name) => store().users.update({ ...sampleUser(), name }));
    expect((await Promise.all(both)).toSorted()).toEqual(["conflict", "updated"]);
  });

  it("leave one active owner", async () => {
    const { users } = store();
    const second = { ...owner, id: "owner-2", email: "second@example.com" };
    await users.insert(owner);
    await users.insert({ ...second, status: "disabled" });
    await expect(users.update({ ...owner, role: "viewer" })).resolves.toBe("last_owner");
    await expect(users.setStatus(owner.id, "disabled", sampleNow)).resolves.toBe("last_owner");
    await expect(users.erase(owner.id, sampleNow)).resolves.toBe("last_owner");
    await expect(users.get(owner.id)).resolves.toStrictEqual(owner);
    await users.setStatus(second.id, "active", sampleNow);
    const both = [owner, second].map(({ id }) => users.setStatus(id, "disabled", sampleNow));
    expect((await Promise.all(both)).toSorted()).toEqual(["last_owner", "set"]);
  });
}

async function insertGrant(store: Store, members: Parameters<typeof sampleGrant>[0]): Promise<void> {
  const { id, clientId = "client-1", userId = "user-1" } = members;
  await store.grants.insertCode(sampleCode({ id, clientId, userId }));
  await store.grants.redeem(id, sampleGrant(members));
}

async function insertConsent(store: Store, members: Partial<ReturnType<typeof sampleConsent>>): Promise<void> {
  const consent = sampleConsent(members);
  const { userId, clientId } = consent;
  const id = `${userId} ${clientId} ${consent.resources} ${consent.updatedAt}`;
  await store.interactions.insert(sampleInteraction({ id }));
  const code = sampleCode({ id: store.nextId(sampleNow), clientId, userId });
  await store.interactions.approve(id, sampleInteraction().boundTo, { consent, code });
}

function describeErasing(store: () => Store): void {
  it("takes sessions, grants and consents along, and nothing of others", async () => {
    const { users, sessions, grants, consents } = store();
    for (const [index, id] of ["user-1", "user-2"].entries()) {
      await users.insert(sampleUser({ id, email: `${id}@example.com`, name: id }));
      await users.get(id);
      await sessions.insert(sampleSession({ id: index + 1, hash: hashSecret(id), userId: id }));
      await insertConsent(store(), { userId: id });
      await insertGrant(store(), { id: index + 10, userId: id });
    }
    await expect(users.erase("user-1", sampleNow)).resolves.toBe("erased");
    await expect(users.erase("user-1", sampleNow)).resolves.toBe("gone");
    await expect(users.get("user-1")).resolves.toBeUndefined();
    await expect(users.list({ limit: 5, search: "user" })).resolves.toMatchObject({ items: [{ id: "user-2" }] });
    await expect(sessions.get(hashSecret("user-1"))).resolves.toBeUndefined();
    await expect(sessions.get(hashSecret("user-2"))).resolves.toBeDefined();
    await expect(grants.get(10)).resolves.toBeUndefined();
    await expect(grants.get(11)).resolves.toBeDefined();
    await expect(consents.listByUser("user-1")).resolves.toEqual([]);
    await expect(consents.listByUser("user-2")).resolves.toHaveLength(1);
  });

  it("takes API keys along, and nothing of others", async () => {
    const key = {
      name: "CI",
      role: "viewer",
      makerEpoch: 0,
      createdAt: sampleNow,
      expiresAt: after(sampleNow, 9),
    } as const;
    await store().users.insert(sampleUser());
    for (const makerId of ["user-1", "user-2"]) {
      await store().apiKeys.insert({ ...key, id: makerId, hash: hashSecret(makerId), makerId });
    }
    await store().users.erase("user-1", sampleNow);
    await expect(store().apiKeys.get("user-1")).resolves.toBeUndefined();
    await expect(store().apiKeys.get("user-2")).resolves.toBeDefined();
  });

  it("frees the address", async () => {
    await store().users.insert(sampleUser());
    await store().users.erase("user-1", sampleNow);
    await expect(store().users.insert(sampleUser({ id: "user-2" }))).resolves.toBe("inserted");
  });

  it("works with thousands of grants", async () => {
    await store().users.insert(sampleUser());
    const ids = Array.from({ length: 1_200 }, (_, index) => index + 1);
    await Promise.all(ids.map((id) => store().grants.insertCode(sampleCode({ id }))));
    await Promise.all(ids.map((id) => store().grants.redeem(id, sampleGrant({ id }))));
    await store().users.erase("user-1", sampleNow);
    await expect(store().system.counts()).resolves.toMatchObject({ users: 0, grants: 0 });
  });
}

function describeGrantList(store: () => Store): void {
  const files = "https://files.example/";

  async function idsOf(filter: GrantFilter, now = sampleNow): Promise<number[]> {
    return (await store().grants.list({ limit: 10, ...filter }, now)).items.map(({ id }) => id);
  }

  it("have all, newest first or oldest first, page by page", async () => {
    for (const id of [1, 2, 3]) await insertGrant(store(), { id });
    const first = await store().grants.list({ limit: 2 }, sampleNow);
    expect(first.items).toStrictEqual([sampleGrant({ id: 3 }), sampleGrant({ id: 2 })]);
    const second = await store().grants.list({ limit: 2, cursor: first.next ?? "" }, sampleNow);
    expect(second).toStrictEqual({ items: [sampleGrant({ id: 1 })] });
    const oldest = await store().grants.list({ limit: 2, order: "asc" }, sampleNow);
    expect(oldest.items.map(({ id }) => id)).toEqual([1, 2]);
    const rest = await store().grants.list({ limit: 2, order: "asc", cursor: oldest.next ?? "" }, sampleNow);
    expect(rest.items.map(({ id }) => id)).toEqual([3]);
    await expect(store().grants.list({ limit: 2, cursor: "made up" }, sampleNow)).resolves.toStrictEqual({ items: [] });
  });

  it("are of a person, a client, a resource, or of all of them", async () => {
    await insertGrant(store(), { id: 1 });
    await insertGrant(store(), { id: 2, userId: "user-2" });
    await insertGrant(store(), { id: 3, clientId: "client-2", resources: [files, "https://mcp.example/"] });
    await insertGrant(store(), { id: 4, resources: [files] });
    await expect(idsOf({ userId: "user-1" })).resolves.toEqual([4, 3, 1]);
    await expect(idsOf({ clientId: "client-1" })).resolves.toEqual([4, 2, 1]);
    await expect(idsOf({ resource: files })).resolves.toEqual([4, 3]);
    await expect(idsOf({ userId: "user-1", clientId: "client-2" })).resolves.toEqual([3]);
    await expect(idsOf({ clientId: "client-1", resource: files })).resolves.toEqual([4]);
    await expect(idsOf({ userId: "nobody" })).resolves.toEqual([]);
    const first = await store().grants.list({ limit: 1, resource: files }, sampleNow);
    const second = await store().grants.list({ limit: 1, resource: files, cursor: first.next ?? "" }, sampleNow);
    expect(second.items.map(({ id }) => id)).toEqual([3]);
  });

  it("tell those that are alive from those that anything has ended", async () => {
    const { clients, users, grants } = store();
    for (const id of ["client-1", "client-2", "client-3"]) await clients.insert(sampleClient({ id }));
    for (const id of ["user-1", "user-2", "user-3"]) await users.insert(sampleUser({ id, email: id }));
    await insertGrant(store(), { id: 1 });
    await insertGrant(store(), { id: 2 });
    await insertGrant(store(), { id: 3, expiresAt: sampleNow });
    await insertGrant(store(), { id: 4, clientId: "client-2" });
    await insertGrant(store(), { id: 5, clientId: "client-3" });
    await insertGrant(store(), { id: 6, userId: "user-2" });
    await insertGrant(store(), { id: 7, userId: "user-3" });
    await insertGrant(store(), { id: 8, systemEpoch: 1 });
    await insertGrant(store(), { id: 9, userId: "nobody" });
    await insertGrant(store(), { id: 10, clientId: "nobody" });
    await grants.revoke(2, { reason: "admin", now: sampleNow });
    await clients.bumpEpoch("client-2", sampleNow);
    await clients.setStatus("client-3", "disabled", sampleNow);
    await users.signOutEverywhere("user-2", sampleNow);
    await users.setStatus("user-3", "disabled", sampleNow);
    await expect(idsOf({ isAlive: true })).resolves.toEqual([1]);
    await expect(idsOf({ isAlive: false })).resolves.toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2]);
    await expect(idsOf({ isAlive: true }, after(sampleNow, 1_000))).resolves.toEqual([]);
  });
}

function describeConsentList(store: () => Store): void {
  it("have what was allowed last first, of everybody, a person, a client or both", async () => {
    await insertConsent(store(), {});
    await insertConsent(store(), { userId: "user-2" });
    await insertConsent(store(), { clientId: "client-2" });
    await insertConsent(store(), { updatedAt: after(sampleNow, 1) });
    const list = async (filter: { userId?: string; clientId?: string; order?: "asc" }) =>
      (await store().consents.list({ limit: 10, ...filter })).items.map((one) => `${one.userId} ${one.clientId}`);
    const [mine, other, second] = ["user-1 client-1", "user-2 client-1", "user-1 client-2"];
    await expect(list({})).resolves.toEqual([mine, second, other]);
    await expect(list({ order: "asc" })).resolves.toEqual([other, second, mine]);
    await expect(list({ userId: "user-1" })).resolves.toEqual([mine, second]);
    await expect(list({ clientId: "client-1" })).resolves.toEqual([mine, other]);
    await expect(list({ userId: "user-1", clientId: "client-2" })).resolves.toEqual([second]);
    const first = await store().consents.list({ limit: 2 });
    expect(first.items[0]).toStrictEqual(sampleConsent({ updatedAt: after(sampleNow, 1) }));
    const rest = await store().consents.list({ limit: 2, cursor: first.next ?? "" });
    expect(rest).toStrictEqual({ items: [sampleConsent({ userId: "user-2" })] });
  });

  it("forget what has expired when they are cleaned, however much, and nothing else", async () => {
    const people = Array.from({ length: 60 }, (_, index) => `user-${index}`);
    const expiresAt = after(sampleNow, 30);
    for (const userId of people) await insertConsent(store(), { userId, expiresAt });
    // Asked again, and so good for longer.
    await insertConsent(store(), { userId: "user-1", expiresAt: after(expiresAt, 1) });
    const clean = async (now: number): Promise<void> => {
      while ((await store().clean(after(sampleNow, now))) > 0);
    };
    await clean(29);
    await expect(store().system.counts()).resolves.toMatchObject({ consents: 60 });
    await clean(30);
    await expect(store().system.counts()).resolves.toMatchObject({ consents: 1 });
    await expect(store().consents.listByUser("user-1")).resolves.toHaveLength(1);
    await clean(31);
    await expect(store().system.counts()).resolves.toMatchObject({ consents: 0 });
  });
}
