import { hashSecret } from "@sallyport/core/secret";
import type { Incident, Resource, SigningKey, Store } from "@sallyport/core/stores/port";
import { after } from "@sallyport/core/time";
import { describe, expect, it } from "vitest";
import {
  sampleAuditEntry,
  sampleClient,
  sampleCode,
  sampleGrant,
  sampleInteraction,
  sampleLink,
  sampleNow,
  sampleSession,
} from "./store-samples.ts";

function sampleResource(name: string, createdAt = sampleNow): Resource {
  const uri = `https://${name}.example/`;
  return {
    uri,
    canonical: uri,
    scopes: [{ name: "read", description: "Read", roles: ["owner"] }],
    version: 1,
    createdAt,
  };
}

export function describeResources(store: () => Store): void {
  describe("resources", () => {
    it("are listed with every member, oldest first", async () => {
      const [b, a, c] = [sampleResource("b"), sampleResource("a"), sampleResource("c", after(sampleNow, -9))];
      for (const resource of [b, a, c]) await store().resources.insert(resource);
      await expect(store().resources.list()).resolves.toStrictEqual([c, b, a]);
    });

    it("are one per canonical spelling", async () => {
      await expect(store().resources.insert(sampleResource("a"))).resolves.toBe("inserted");
      const other = { ...sampleResource("a"), uri: "https://A.example" };
      await expect(store().resources.insert(other)).resolves.toBe("exists");
    });

    it("are updated in the version that was seen, and keep their place", async () => {
      await store().resources.insert(sampleResource("a"));
      await store().resources.list();
      const changed = { ...sampleResource("a"), name: "New", scopes: [] };
      await expect(store().resources.update(changed)).resolves.toBe("updated");
      await expect(store().resources.list()).resolves.toStrictEqual([{ ...changed, version: 2 }]);
      await expect(store().resources.update(changed)).resolves.toBe("conflict");
      await expect(store().resources.update(sampleResource("b"))).resolves.toBe("gone");
    });

    it("are gone from the list at once when they are deleted", async () => {
      await store().resources.insert(sampleResource("a"));
      await expect(store().resources.list()).resolves.toHaveLength(1);
      await expect(store().resources.delete("https://a.example/")).resolves.toBe("deleted");
      await expect(store().resources.list()).resolves.toEqual([]);
      await expect(store().resources.delete("https://a.example/")).resolves.toBe("gone");
    });
  });
}

function sampleKey(kid: string, members: Partial<SigningKey> = {}): SigningKey {
  return {
    kid,
    alg: "ES256",
    publicJwk: "{}",
    sealedPrivateJwk: "sealed",
    createdAt: sampleNow,
    activeFrom: after(sampleNow, 60),
    ...members,
  };
}

export function describeKeys(store: () => Store): void {
  describe("signing keys", () => {
    it("are made once by many callers that all found none", async () => {
      const answers = await Promise.all(
        ["a", "b", "c"].map((kid) => store().keys.insert(sampleKey(kid), after(sampleNow, -10))),
      );
      expect(answers.toSorted()).toEqual(["exists", "exists", "inserted"]);
      await expect(store().keys.list()).resolves.toHaveLength(1);
    });

    it("stand beside older ones and those of another algorithm", async () => {
      await store().keys.insert(sampleKey("a"), sampleNow);
      await expect(store().keys.insert(sampleKey("b"), after(sampleNow, 1))).resolves.toBe("inserted");
      await expect(store().keys.insert(sampleKey("c", { alg: "RS256" }), sampleNow)).resolves.toBe("inserted");
      await expect(store().keys.list()).resolves.toHaveLength(3);
    });

    it("are one per kid", async () => {
      await store().keys.insert(sampleKey("a"), sampleNow);
      await expect(store().keys.insert(sampleKey("a"), after(sampleNow, 1))).resolves.toBe("exists");
    });

    it("come back with the instant of their retirement once it is known", async () => {
      await store().keys.insert(sampleKey("a"), sampleNow);
      await expect(store().keys.list()).resolves.toStrictEqual([sampleKey("a")]);
      await expect(store().keys.setRetiresAt("a", after(sampleNow, 99))).resolves.toBe("set");
      const retiring = sampleKey("a", { retiresAt: after(sampleNow, 99) });
      await expect(store().keys.list()).resolves.toStrictEqual([retiring]);
      await expect(store().keys.setRetiresAt("z", sampleNow)).resolves.toBe("gone");
    });

    it("are gone from the list at once when they are deleted", async () => {
      await store().keys.insert(sampleKey("a"), sampleNow);
      await store().keys.list();
      await expect(store().keys.delete("a")).resolves.toBe("deleted");
      await expect(store().keys.list()).resolves.toEqual([]);
      await expect(store().keys.delete("a")).resolves.toBe("gone");
    });
  });
}

export function describeSystem(store: () => Store): void {
  describe("system", () => {
    it("keeps the issuer of the first start", async () => {
      await expect(store().system.get()).resolves.toBeUndefined();
      const first = { issuer: "https://a.example", epoch: 0 };
      await expect(store().system.claimIssuer("https://a.example")).resolves.toStrictEqual(first);
      await expect(store().system.claimIssuer("https://b.example")).resolves.toStrictEqual(first);
      await expect(store().system.get()).resolves.toStrictEqual(first);
    });

    it("has an epoch that grows", async () => {
      await store().system.claimIssuer("https://a.example");
      await store().system.get();
      await store().system.bumpEpoch(sampleNow);
      await expect(store().system.get()).resolves.toMatchObject({ epoch: 1 });
    });

    it("counts rows", async () => {
      await store().resources.insert(sampleResource("a"));
      await store().clients.insert(sampleClient({ id: "active" }));
      await store().clients.insert(sampleClient({ id: "waiting", status: "pending" }));
      await store().audit.append([sampleAuditEntry(), sampleAuditEntry(), sampleAuditEntry()], sampleLink);
      const counts = {
        clients: 2,
        pendingClients: 1,
        users: 0,
        grants: 0,
        consents: 0,
        resources: 1,
        auditEvents: 3,
      };
      await expect(store().system.counts()).resolves.toStrictEqual(counts);
    });

    it("counts no audit rows that were pruned", async () => {
      const at = (seconds: number) => sampleAuditEntry({ at: after(sampleNow, seconds) });
      await store().audit.append([at(0), at(1), at(2)], sampleLink);
      await store().audit.prune(after(sampleNow, 2), () => "");
      await expect(store().system.counts()).resolves.toMatchObject({ auditEvents: 1 });
      await store().audit.prune(after(sampleNow, 3), () => "");
      await expect(store().system.counts()).resolves.toMatchObject({ auditEvents: 0 });
    });

    it("says what the data lies in, and how much it takes on disk", async () => {
      const { engine, bytes } = await store().system.storage();
      expect(engine).toMatch(store().description === "memory:" ? /^memory$/ : /^SQLite \d/);
      expect(bytes === undefined).toBe(store().description === "memory:");
      expect(bytes ?? 1).toBeGreaterThan(0);
    });
  });
}

/** Cleans until nothing is left to clean, as the server does. */
async function cleanAll(store: Store, now = sampleNow): Promise<number> {
  let total = 0;
  for (let removed = -1; removed !== 0; total += removed) removed = await store.clean(now);
  return total;
}

export function describeCleaning(store: () => Store): void {
  const day = 24 * 60 * 60;

  describe("cleaning", () => {
    it("removes what has expired and nothing else", async () => {
      const { interactions, sessions } = store();
      await interactions.insert(sampleInteraction({ id: "expired", expiresAt: sampleNow }));
      await interactions.insert(sampleInteraction({ id: "alive", expiresAt: after(sampleNow, 1) }));
      await sessions.insert(sampleSession({ hash: hashSecret("expired"), idleExpiresAt: sampleNow }));
      await sessions.insert(sampleSession({ id: 2, hash: hashSecret("alive"), idleExpiresAt: after(sampleNow, 1) }));
      await expect(cleanAll(store())).resolves.toBe(2);
      await expect(interactions.get("alive", sampleNow)).resolves.toBeDefined();
      await expect(sessions.get(hashSecret("alive"))).resolves.toBeDefined();
      await expect(sessions.get(hashSecret("expired"))).resolves.toBeUndefined();
    });

    it("[seed:D164] removes codes, used or not, a day after their expiry", async () => {
      const { grants } = store();
      await grants.insertCode(sampleCode({ id: 1 }));
      await grants.insertCode(sampleCode({ id: 2 }));
      await grants.redeem(1, sampleGrant({ id: 10, expiresAt: after(sampleNow, 10 * day) }));
      const removable = after(sampleCode({ id: 1 }).expiresAt, day);
      await expect(cleanAll(store(), after(removable, -1))).resolves.toBe(0);
      await expect(cleanAll(store(), removable)).resolves.toBe(2);
      await expect(grants.getCode(1)).resolves.toBeUndefined();
      await expect(grants.get(10)).resolves.toBeDefined();
    });

    it("removes grants once no token of theirs can be alive, however many", async () => {
      const { grants } = store();
      const ids = Array.from({ length: 150 }, (_, index) => index + 1);
      await Promise.all(ids.map((id) => grants.insertCode(sampleCode({ id }))));
      await Promise.all(ids.map((id) => grants.redeem(id, sampleGrant({ id, expiresAt: after(sampleNow, id) }))));
      await expect(cleanAll(store(), after(sampleNow, 140))).resolves.toBe(140);
      await expect(store().system.counts()).resolves.toMatchObject({ grants: 10 });
    });
  });
}

function sampleIncident(id: string, members: Partial<Incident> = {}): Incident {
  return {
    id,
    at: sampleNow,
    expiresAt: after(sampleNow, 60),
    requestId: "request-1",
    route: "token",
    status: 400,
    error: "invalid_grant",
    reason: "code_expired",
    received: {},
    registered: { redirect_uris: ["https://app.example/cb"] },
    timeline: [{ at: sampleNow, event: "request.authorize", facts: { status: "302" } }],
    ...members,
  };
}

export function describeIncidents(store: () => Store): void {
  describe("incidents", () => {
    it("come back with every member that was given", async () => {
      const full = sampleIncident("err_1", { clientId: "client-1", flowId: "flow_1" });
      await store().incidents.insert(full, 10);
      await store().incidents.insert(sampleIncident("err_2"), 10);
      await expect(store().incidents.get("err_1", sampleNow)).resolves.toStrictEqual(full);
      await expect(store().incidents.get("err_2", sampleNow)).resolves.toStrictEqual(sampleIncident("err_2"));
      await expect(store().incidents.get("err_3", sampleNow)).resolves.toBeUndefined();
    });

    it("keep the first of two with one id", async () => {
      await store().incidents.insert(sampleIncident("err_1"), 10);
      await store().incidents.insert(sampleIncident("err_1", { reason: "other" }), 10);
      await expect(store().incidents.get("err_1", sampleNow)).resolves.toMatchObject({ reason: "code_expired" });
    });

    it("make room for the youngest", async () => {
      const ids = ["err_1", "err_2", "err_3", "err_4", "err_5"];
      for (const id of ids) await store().incidents.insert(sampleIncident(id), 3);
      const found = await Promise.all(ids.map((id) => store().incidents.get(id, sampleNow)));
      expect(found.flatMap((incident) => incident?.id ?? [])).toEqual(["err_3", "err_4", "err_5"]);
    });

    it("are gone when they have expired, cleaned or not", async () => {
      await store().incidents.insert(sampleIncident("err_1"), 10);
      const expiry = after(sampleNow, 60);
      await expect(store().incidents.get("err_1", after(expiry, -1))).resolves.toBeDefined();
      await expect(store().incidents.get("err_1", expiry)).resolves.toBeUndefined();
      await expect(store().clean(after(expiry, -1))).resolves.toBe(0);
      await expect(store().clean(expiry)).resolves.toBe(1);
    });
  });
}

export function describeOnceOnly(store: () => Store): void {
  describe("things that count once", () => {
    it("[attack:A080] are first for one of many callers", async () => {
      const use = () => store().onceOnly.use(hashSecret("jti"), after(sampleNow, 60));
      const answers = await Promise.all(Array.from({ length: 20 }, use));
      expect(answers.filter((answer) => answer === "first")).toHaveLength(1);
      await expect(store().onceOnly.use(hashSecret("other"), after(sampleNow, 60))).resolves.toBe("first");
    });

    it("are forgotten when they have expired", async () => {
      const use = () => store().onceOnly.use(hashSecret("jti"), after(sampleNow, 60));
      await use();
      await store().clean(after(sampleNow, 59));
      await expect(use()).resolves.toBe("used");
      await store().clean(after(sampleNow, 60));
      await expect(use()).resolves.toBe("first");
    });
  });
}

export function describeInvitations(store: () => Store): void {
  describe("invitations", () => {
    it("[attack:A167] let one of many callers in, until they expire", async () => {
      const { invitations } = store();
      await invitations.insert(hashSecret("invited"), after(sampleNow, 60));
      const take = () => invitations.take(hashSecret("invited"), sampleNow);
      const answers = await Promise.all(Array.from({ length: 20 }, take));
      expect(answers.filter((answer) => answer === "taken")).toHaveLength(1);
      await invitations.insert(hashSecret("late"), after(sampleNow, 60));
      await expect(invitations.take(hashSecret("late"), after(sampleNow, 60))).resolves.toBe("gone");
      await expect(invitations.take(hashSecret("nobody"), sampleNow)).resolves.toBe("gone");
    });
  });
}
