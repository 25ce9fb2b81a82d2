import { hashSecret } from "@sallyport/core/secret";
import type { Grant, Store } from "@sallyport/core/stores/port";
import { after } from "@sallyport/core/time";
import { describe, expect, it } from "vitest";
import {
  sampleClient,
  sampleCode,
  sampleConsent,
  sampleGrant,
  sampleInteraction,
  sampleNow,
  sampleRotation,
} from "./store-samples.ts";

const browser = hashSecret("browser");
const stranger = hashSecret("stranger");
const count = <Value>(values: readonly Value[], value: Value): number =>
  values.filter((other) => other === value).length;

/** A grant with the id, bought with a code. */
async function insertGrant(store: Store, grant: Grant): Promise<void> {
  const codeId = store.nextId(sampleNow);
  await store.grants.insertCode(sampleCode({ id: codeId, clientId: grant.clientId, userId: grant.userId }));
  await store.grants.redeem(codeId, grant);
}

export function describeInteractions(store: () => Store): void {
  describe("interactions", () => {
    it("come back as they are until they expire", async () => {
      const interaction = sampleInteraction();
      await store().interactions.insert(interaction);
      const { id, expiresAt } = interaction;
      await expect(store().interactions.get(id, after(expiresAt, -1))).resolves.toStrictEqual(interaction);
      await expect(store().interactions.get(id, expiresAt)).resolves.toBeUndefined();
    });

    it("note a sign-in in their own browser only", async () => {
      await store().interactions.insert(sampleInteraction());
      await expect(store().interactions.noteSignIn("interaction-1", stranger, sampleNow)).resolves.toBe("gone");
      await expect(store().interactions.noteSignIn("interaction-1", browser, sampleNow)).resolves.toBe("noted");
      const noted = sampleInteraction({ signedInAt: sampleNow });
      await expect(store().interactions.get("interaction-1", sampleNow)).resolves.toStrictEqual(noted);
    });

    it("end with approval: consent and code are there, the interaction is not", async () => {
      await store().interactions.insert(sampleInteraction());
      const outcome = { consent: sampleConsent(), code: sampleCode({ id: 1 }) };
      await expect(store().interactions.approve("interaction-1", browser, outcome)).resolves.toBe("approved");
      await expect(store().interactions.get("interaction-1", sampleNow)).resolves.toBeUndefined();
      await expect(store().consents.get(sampleConsent())).resolves.toStrictEqual(sampleConsent());
      await expect(store().grants.getCode(1)).resolves.toStrictEqual(sampleCode({ id: 1 }));
    });

    it("are approved once, by one of many callers", async () => {
      await store().interactions.insert(sampleInteraction());
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) => {
          const outcome = { consent: sampleConsent(), code: sampleCode({ id: index + 1 }) };
          return store().interactions.approve("interaction-1", browser, outcome);
        }),
      );
      expect(count(answers, "approved")).toBe(1);
      const codes = await Promise.all(answers.map((_, index) => store().grants.getCode(index + 1)));
      expect(codes.filter((code) => code !== undefined)).toHaveLength(1);
    });

    it("leave no consent and no code when another browser approves", async () => {
      await store().interactions.insert(sampleInteraction());
      const outcome = { consent: sampleConsent(), code: sampleCode({ id: 1 }) };
      await expect(store().interactions.approve("interaction-1", stranger, outcome)).resolves.toBe("gone");
      await expect(store().consents.get(sampleConsent())).resolves.toBeUndefined();
      await expect(store().grants.getCode(1)).resolves.toBeUndefined();
      await expect(store().interactions.get("interaction-1", sampleNow)).resolves.toBeDefined();
    });

    it("[seed:D163] stay as they are when what the approval stores is refused", async () => {
      await store().grants.insertCode(sampleCode({ id: 1 }));
      await store().interactions.insert(sampleInteraction());
      const outcome = { consent: sampleConsent(), code: sampleCode({ id: 1 }) };
      await expect(store().interactions.approve("interaction-1", browser, outcome)).rejects.toThrow();
      await expect(store().interactions.get("interaction-1", sampleNow)).resolves.toBeDefined();
      await expect(store().consents.get(sampleConsent())).resolves.toBeUndefined();
    });

    it("are discarded by their own browser only, once", async () => {
      await store().interactions.insert(sampleInteraction());
      await expect(store().interactions.discard("interaction-1", stranger, sampleNow)).resolves.toBe("gone");
      await expect(store().interactions.discard("interaction-1", browser, sampleNow)).resolves.toBe("discarded");
      await expect(store().interactions.discard("interaction-1", browser, sampleNow)).resolves.toBe("gone");
    });
  });
}

export function describeConsents(store: () => Store): void {
  const approve = async (id: number, consent = sampleConsent()): Promise<void> => {
    await store().interactions.insert(sampleInteraction());
    const { userId, clientId } = consent;
    await store().interactions.approve("interaction-1", browser, {
      consent,
      code: sampleCode({ id, userId, clientId }),
    });
  };

  describe("consents", () => {
    it("[seed:S95] are replaced by the next one for the same person, client and resources", async () => {
      await approve(1);
      const wider = sampleConsent({ scopes: ["openid", "email"], updatedAt: after(sampleNow, 5) });
      await approve(2, wider);
      await expect(store().consents.get(wider)).resolves.toStrictEqual(wider);
      await expect(store().consents.listByUser("user-1")).resolves.toHaveLength(1);
    });

    it("[seed:S95] stand side by side for other resources, clients and people", async () => {
      await approve(1);
      await approve(2, sampleConsent({ resources: "" }));
      await approve(3, sampleConsent({ clientId: "client-2" }));
      await approve(4, sampleConsent({ userId: "user-2" }));
      await expect(store().consents.listByUser("user-1")).resolves.toHaveLength(3);
      await expect(store().consents.listByUser("user-2")).resolves.toHaveLength(1);
    });

    it("take codes and grants with them when they are revoked", async () => {
      await approve(1);
      await approve(2);
      await store().grants.redeem(1, sampleGrant({ id: 11 }));
      await expect(store().consents.revoke("user-1", "client-1", sampleNow)).resolves.toBe("revoked");
      await expect(store().consents.listByUser("user-1")).resolves.toEqual([]);
      const revoked = { revokedAt: sampleNow, revokedReason: "consent_revoked" };
      await expect(store().grants.get(11)).resolves.toMatchObject(revoked);
      await expect(store().grants.redeem(2, sampleGrant({ id: 12 }))).resolves.toBe("gone");
    });

    it("leave what was revoked before as it is, and are revoked once", async () => {
      await approve(1);
      await store().grants.redeem(1, sampleGrant({ id: 11 }));
      await store().grants.revoke(11, { reason: "client_request", now: sampleNow });
      await expect(store().consents.revoke("user-1", "client-1", after(sampleNow, 9))).resolves.toBe("revoked");
      const revoked = { revokedAt: sampleNow, revokedReason: "client_request" };
      await expect(store().grants.get(11)).resolves.toMatchObject(revoked);
      await expect(store().consents.revoke("user-1", "client-1", after(sampleNow, 9))).resolves.toBe("gone");
    });

    it("leave other clients and other people alone when they are revoked", async () => {
      await insertGrant(store(), sampleGrant({ id: 11, clientId: "client-2" }));
      await insertGrant(store(), sampleGrant({ id: 12, userId: "user-2" }));
      await approve(1);
      await store().consents.revoke("user-1", "client-1", sampleNow);
      await expect(store().grants.get(11)).resolves.not.toHaveProperty("revokedAt");
      await expect(store().grants.get(12)).resolves.not.toHaveProperty("revokedAt");
    });

    it("tell when there is nothing to revoke", async () => {
      await expect(store().consents.revoke("user-1", "client-1", sampleNow)).resolves.toBe("gone");
    });
  });
}

export function describeCodes(store: () => Store): void {
  describe("codes", () => {
    it("[seed:S93] come back with every member that was given", async () => {
      const code = sampleCode({ id: 1, nonce: "n-0S6", resourceSent: false });
      await store().grants.insertCode(code);
      await expect(store().grants.getCode(1)).resolves.toStrictEqual(code);
    });

    it("buy their grant", async () => {
      await store().grants.insertCode(sampleCode({ id: 1 }));
      await expect(store().grants.redeem(1, sampleGrant({ id: 2 }))).resolves.toBe("redeemed");
      await expect(store().grants.getCode(1)).resolves.toMatchObject({ redeemedBy: 2 });
      await expect(store().grants.get(2)).resolves.toStrictEqual(sampleGrant({ id: 2 }));
    });

    it("[attack:A058] revoke the grant that they bought when they are redeemed again", async () => {
      await store().grants.insertCode(sampleCode({ id: 1 }));
      await store().grants.redeem(1, sampleGrant({ id: 2 }));
      const later = sampleGrant({ id: 3, createdAt: after(sampleNow, 7) });
      await expect(store().grants.redeem(1, later)).resolves.toBe("replayed");
      const revoked = { revokedAt: after(sampleNow, 7), revokedReason: "code_replayed" };
      await expect(store().grants.get(2)).resolves.toMatchObject(revoked);
      await expect(store().grants.get(3)).resolves.toBeUndefined();
    });

    it("[attack:A059] are redeemed once by 50 callers at once, and nothing that they bought survives", async () => {
      await store().grants.insertCode(sampleCode({ id: 1 }));
      const ids = Array.from({ length: 50 }, (_, index) => 100 + index);
      const answers = await Promise.all(ids.map((id) => store().grants.redeem(1, sampleGrant({ id }))));
      expect(count(answers, "redeemed")).toBe(1);
      expect(count(answers, "replayed")).toBe(49);
      const grants = await Promise.all(ids.map((id) => store().grants.get(id)));
      expect(grants.filter((grant) => grant !== undefined)).toMatchObject([{ revokedReason: "code_replayed" }]);
    });

    it("[seed:D80] are not consumed when their grant cannot be stored", async () => {
      await insertGrant(store(), sampleGrant({ id: 2 }));
      await store().grants.insertCode(sampleCode({ id: 1 }));
      await expect(store().grants.redeem(1, sampleGrant({ id: 2 }))).rejects.toThrow();
      await expect(store().grants.redeem(1, sampleGrant({ id: 3 }))).resolves.toBe("redeemed");
    });

    it("buy nothing when there is none", async () => {
      await expect(store().grants.redeem(1, sampleGrant({ id: 2 }))).resolves.toBe("gone");
      await expect(store().grants.get(2)).resolves.toBeUndefined();
    });

    it("do not suffer from a failure in another write of the same turn", async () => {
      await store().grants.insertCode(sampleCode({ id: 1 }));
      const answers = await Promise.allSettled([
        store().grants.redeem(1, sampleGrant({ id: 2 })),
        store().grants.insertCode(sampleCode({ id: 1 })),
        store().grants.insertCode(sampleCode({ id: 3 })),
      ]);
      expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
      await expect(store().grants.get(2)).resolves.toBeDefined();
      await expect(store().grants.getCode(3)).resolves.toBeDefined();
    });
  });
}

export function describeGrants(store: () => Store): void {
  describe("grants", () => {
    it.each(["insert", "put"] as const)("never pass to a later client of the same id, come by %s", async (verb) => {
      const { clients, grants } = store();
      const id = store().nextId(sampleNow);
      await grants.insertCode(sampleCode({ id }));
      await grants.redeem(id, sampleGrant({ id }));
      await (verb === "put" ? clients.put(sampleClient(), { forgetConsents: false }) : clients.insert(sampleClient()));
      await expect(grants.get(id)).resolves.toBeUndefined();
    });

    it("[seed:S94] come back with every member that was given", async () => {
      const { refresh: _, ...withoutRefresh } = sampleGrant({ id: 1, address: "192.0.2.1", userAgent: "Inspector/1" });
      await insertGrant(store(), withoutRefresh);
      await expect(store().grants.get(1)).resolves.toStrictEqual(withoutRefresh);
    });

    it("[seed:S94] rotate their refresh token and keep the predecessor", async () => {
      await insertGrant(store(), sampleGrant({ id: 1, address: "192.0.2.1", userAgent: "Inspector/1" }));
      const rotation = { ...sampleRotation(1, "generation 1"), address: "192.0.2.2" };
      await expect(store().grants.rotate(rotation)).resolves.toBe("rotated");
      await expect(store().grants.get(1)).resolves.toStrictEqual(
        sampleGrant({
          id: 1,
          address: "192.0.2.2",
          userAgent: "Inspector/1",
          lastUsedAt: rotation.rotatedAt,
          refresh: {
            familyHash: hashSecret("family"),
            currentHash: rotation.nextHash,
            previousHash: rotation.presentedHash,
            salt: rotation.salt,
            rotatedAt: rotation.rotatedAt,
            idleExpiresAt: rotation.idleExpiresAt,
          },
        }),
      );
    });

    it("[seed:D106] rotate once for 50 callers with the same refresh token", async () => {
      await insertGrant(store(), sampleGrant({ id: 1 }));
      const names = Array.from({ length: 50 }, (_, index) => `generation 1, caller ${index}`);
      const answers = await Promise.all(names.map((name) => store().grants.rotate(sampleRotation(1, name))));
      expect(count(answers, "rotated")).toBe(1);
      const winner = hashSecret(names[answers.indexOf("rotated")] ?? "");
      await expect(store().grants.get(1)).resolves.toMatchObject({ refresh: { currentHash: winner } });
    });

    it("do not rotate when they are revoked, have no refresh token or are not there", async () => {
      const { refresh: _, ...withoutRefresh } = sampleGrant({ id: 2 });
      await insertGrant(store(), sampleGrant({ id: 1 }));
      await insertGrant(store(), withoutRefresh);
      await store().grants.revoke(1, { reason: "client_request", now: sampleNow });
      for (const id of [1, 2, 3]) {
        await expect(store().grants.rotate(sampleRotation(id, "generation 1"))).resolves.toBe("stale");
      }
    });

    it("keep the first reason when they are revoked twice", async () => {
      await insertGrant(store(), sampleGrant({ id: 1 }));
      await expect(store().grants.revoke(1, { reason: "client_request", now: sampleNow })).resolves.toBe("revoked");
      const later = { reason: "refresh_token_reused", now: after(sampleNow, 9) } as const;
      await expect(store().grants.revoke(1, later)).resolves.toBe("revoked");
      const revoked = { revokedAt: sampleNow, revokedReason: "client_request" };
      await expect(store().grants.get(1)).resolves.toMatchObject(revoked);
      await expect(store().grants.revoke(2, later)).resolves.toBe("gone");
    });

    it("are listed by person, newest first, without the revoked and the expired", async () => {
      for (const id of [1, 2, 3]) await insertGrant(store(), sampleGrant({ id }));
      await insertGrant(store(), sampleGrant({ id: 4, expiresAt: sampleNow }));
      await insertGrant(store(), sampleGrant({ id: 5, userId: "user-2" }));
      await store().grants.revoke(2, { reason: "client_request", now: sampleNow });
      const grants = await store().grants.listByUser("user-1", sampleNow);
      expect(grants.map(({ id }) => id)).toEqual([3, 1]);
    });
  });
}
