import { hashSecret } from "@sallyport/core/secret";
import type { Grant, Store } from "@sallyport/core/stores/port";
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
} from "./store-samples.ts";

export function describeClients(store: () => Store): void {
  describe("clients", () => {
    it("[seed:S92] come back with every member that was given", async () => {
      await expect(store().clients.insert(fullClient())).resolves.toBe("inserted");
      await expect(store().clients.get("client-1")).resolves.toStrictEqual(fullClient());
    });

    it("come back without the members that were not given", async () => {
      await store().clients.insert(sampleClient());
      await expect(store().clients.get("client-1")).resolves.toStrictEqual(sampleClient());
    });

    it("[seed:S92] are not replaced by another of the same id", async () => {
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
        version: 3,
        createdAt: sampleNow,
      });
    });

    it("are no others when the copy of their document was renewed", async () => {
      await store().clients.insert(sampleClient());
      const document = { fetchedAt: after(sampleNow, 9), freshUntil: after(sampleNow, 99), etag: "new" };
      await store().clients.get("client-1");
      await store().clients.noteDocument("client-1", document);
      await expect(store().clients.get("client-1")).resolves.toStrictEqual({ ...sampleClient(), document });
      await store().clients.noteDocument("nobody", document);
      await expect(store().clients.get("nobody")).resolves.toBeUndefined();
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

    it("[seed:S65] take their codes, grants, consents and interactions with them", async () => {
      await insertWithPossessions(store(), "client-1");
      await insertWithPossessions(store(), "client-2");
      await store().clients.get("client-1");
      await expect(store().clients.delete("client-1", sampleNow)).resolves.toBe("deleted");
      await cleanAll(store());
      expect(await possessions(store(), "client-1")).toEqual([undefined, undefined, undefined, undefined, undefined]);
      expect(await possessions(store(), "client-2")).not.toContain(undefined);
    });

    it("start with nothing when one is made under the id of a deleted one", async () => {
      await insertWithPossessions(store(), "client-1");
      await store().clients.delete("client-1", sampleNow);
      await store().clients.insert(sampleClient());
      const client = await store().clients.get("client-1");
      const [, interaction, consent, grant, code] = await possessions(store(), "client-1");
      expect([interaction, consent, code]).toEqual([undefined, undefined, undefined]);
      // A grant that is left is of an epoch that is over.
      expect((grant as Grant | undefined)?.clientEpoch).not.toBe(client?.epoch);
      await cleanAll(store());
      await expect(store().grants.get(idOf("client-1") + 1)).resolves.toBeUndefined();
      await expect(store().clients.get("client-1")).resolves.toStrictEqual(client);
    });

    it("keep what they got in their new life while the leftovers of the old one are freed", async () => {
      await insertWithPossessions(store(), "client-1");
      await store().clients.delete("client-1", sampleNow);
      await store().clients.insert(sampleClient());
      const clientEpoch = (await store().clients.get("client-1"))?.epoch ?? -1;
      await store().interactions.insert(sampleInteraction());
      const code = sampleCode({ id: 50, clientEpoch });
      await store().interactions.approve("interaction-1", hashSecret("browser"), { consent: sampleConsent(), code });
      await store().grants.redeem(50, sampleGrant({ id: 51, clientEpoch }));
      await cleanAll(store());
      await expect(store().grants.get(51)).resolves.toBeDefined();
      await expect(store().consents.get(sampleConsent())).resolves.toStrictEqual(sampleConsent());
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
      await cleanAll(store());
      await expect(store().system.counts()).resolves.toMatchObject({ clients: 0, grants: 0 });
    });

    it("are updated in the version that the caller has seen, and in no other", async () => {
      await store().clients.insert(sampleClient());
      const changed = sampleClient({ name: "Second", epoch: 9, status: "disabled" });
      await expect(store().clients.update(changed, { forgetConsents: false })).resolves.toBe("updated");
      const expected = sampleClient({ name: "Second", version: 2 });
      await expect(store().clients.get("client-1")).resolves.toStrictEqual(expected);
      await expect(store().clients.update(changed, { forgetConsents: true })).resolves.toBe("conflict");
      await store().clients.setStatus("client-1", "disabled", sampleNow);
      await expect(store().clients.update(expected, { forgetConsents: true })).resolves.toBe("conflict");
      await expect(store().clients.update(sampleClient({ id: "x" }), { forgetConsents: true })).resolves.toBe("gone");
    });

    it("lose their consents by an update only when it says so", async () => {
      await insertWithPossessions(store(), "client-1");
      await insertWithPossessions(store(), "client-2");
      await store().clients.update(sampleClient(), { forgetConsents: false });
      await expect(store().consents.listByUser("user-1")).resolves.toHaveLength(2);
      await store().clients.update(sampleClient({ version: 2 }), { forgetConsents: true });
      await expect(store().consents.get(sampleConsent())).resolves.toBeUndefined();
      await expect(store().consents.listByUser("user-1")).resolves.toMatchObject([{ clientId: "client-2" }]);
      await cleanAll(store());
      await expect(store().system.counts()).resolves.toMatchObject({ consents: 1, grants: 2 });
    });

    it("say how much they hold that is alive, as far as it is looked at", async () => {
      await store().clients.insert(sampleClient());
      const { refresh: _refresh, ...plain } = sampleGrant({ id: 5, userId: "user-2", lastUsedAt: after(sampleNow, 7) });
      const all = [
        sampleGrant({ id: 1 }),
        sampleGrant({ id: 2, expiresAt: sampleNow }),
        sampleGrant({ id: 3, clientEpoch: 4 }),
        sampleGrant({ id: 4 }),
        plain,
        sampleGrant({ id: 6, clientId: "client-2" }),
      ];
      for (const grant of all) {
        await store().grants.insertCode(sampleCode({ id: 10 + grant.id }));
        await store().grants.redeem(10 + grant.id, grant);
      }
      await store().grants.revoke(4, { reason: "client_request", now: sampleNow });
      const client = { id: "client-1", epoch: 0 };
      await expect(store().clients.countHoldings(client, sampleNow, 5)).resolves.toStrictEqual({
        grants: 2,
        refreshTokens: 1,
        people: 2,
        lastUsedAt: after(sampleNow, 7),
        isAtLeast: false,
      });
      const part = { grants: 1, people: 1, isAtLeast: true };
      await expect(store().clients.countHoldings(client, sampleNow, 4)).resolves.toMatchObject(part);
      const nothing = { grants: 0, refreshTokens: 0, people: 0, isAtLeast: false };
      await expect(store().clients.countHoldings({ id: "x", epoch: 0 }, sampleNow, 5)).resolves.toStrictEqual(nothing);
    });
  });
}

async function cleanAll(store: Store): Promise<void> {
  while ((await store.clean(sampleNow)) > 0);
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
