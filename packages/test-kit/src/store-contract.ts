import type { Store } from "@sallyport/core/stores/port";
import { after } from "@sallyport/core/time";
import { StoreUnavailableError } from "@sallyport/core/errors";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { describeAudit } from "./store-contract-audit.ts";
import { describeApiKeys } from "./store-contract-api-keys.ts";
import { describeClients } from "./store-contract-clients.ts";
import { describeUsers } from "./store-contract-people.ts";
import { describeCodes, describeConsents, describeGrants, describeInteractions } from "./store-contract-grants.ts";
import { describeKeyedCalls } from "./store-contract-keyed-calls.ts";
import { describeLists } from "./store-contract-lists.ts";
import { describeLogos } from "./store-contract-logos.ts";
import {
  describeCleaning,
  describeIncidents,
  describeInvitations,
  describeKeys,
  describeOnceOnly,
  describeResources,
  describeSystem,
} from "./store-contract-rest.ts";
import { describeDevices } from "./store-contract-devices.ts";
import { describeRevocations } from "./store-contract-revocations.ts";
import { describeAccounts } from "./store-contract-accounts.ts";
import { describeSessions } from "./store-contract-sessions.ts";
import { describeStatistics } from "./store-contract-statistics.ts";
import { sampleClient, sampleCode, sampleGrant, sampleNow } from "./store-samples.ts";

/** A store to test, empty at first. */
export interface OpenedStore {
  store: Store;
  /** Closes the store and opens its data again; absent when they do not outlive it. */
  reopen?: () => Promise<Store>;
  /** Closes what is open and removes the data. */
  close: () => Promise<void>;
}

/** What every back-end must hold, behaviour by behaviour. */
export function storeContract(name: string, open: () => Promise<OpenedStore>): void {
  describe(`store contract: ${name}`, () => {
    let opened: OpenedStore;
    const store = (): Store => opened.store;

    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.close());

    describeClients(store);
    describeUsers(store);
    describeLists(store);
    describeSessions(store);
    describeAccounts(store);
    describeInteractions(store);
    describeConsents(store);
    describeCodes(store);
    describeGrants(store);
    describeResources(store);
    describeKeys(store);
    describeDevices(store);
    describeRevocations(store);
    describeApiKeys(store);
    describeKeyedCalls(store);
    describeInvitations(store);
    describeOnceOnly(store);
    describeIncidents(store);
    describeLogos(store);
    describeAudit(store);
    describeStatistics(store);
    describeSystem(store);
    describeCleaning(store);
    describeRowIds(store);
    describeClosing(() => opened);
  });
}

function describeRowIds(store: () => Store): void {
  describe("row ids", () => {
    it("are positive safe integers, also long before 2025", () => {
      const ids = [store().nextId(after(sampleNow, -1_799_999_000)), store().nextId(sampleNow)];
      expect(ids.every((id) => Number.isSafeInteger(id) && id > 0)).toBe(true);
    });

    it("grow with time", () => {
      const first = store().nextId(sampleNow);
      expect(store().nextId(after(sampleNow, 1))).toBeGreaterThan(first);
    });

    it("grow within one second, even when its sequence is used up", () => {
      const ids = Array.from({ length: 40_000 }, () => store().nextId(sampleNow));
      expect(ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? Infinity))).toBe(true);
    });

    it("grow when the clock steps back", () => {
      const first = store().nextId(sampleNow);
      expect(store().nextId(after(sampleNow, -3_600))).toBeGreaterThan(first);
    });
  });
}

function describeClosing(opened: () => OpenedStore): void {
  describe("closing", () => {
    it("waits for the writes under way", async () => {
      const { store, reopen } = opened();
      const write = store.clients.insert(sampleClient());
      await store.close();
      await expect(write).resolves.toBe("inserted");
      if (reopen !== undefined) await expect((await reopen()).clients.get("client-1")).resolves.toBeDefined();
    });

    it("refuses calls from the moment it is asked for", async () => {
      const { store } = opened();
      const closing = store.close();
      await expect(store.clients.insert(sampleClient())).rejects.toThrow(StoreUnavailableError);
      await expect(store.clients.get("client-1")).rejects.toThrow(StoreUnavailableError);
      await closing;
    });

    it("[fault:F42] makes every later call fail, never succeed in appearance", async () => {
      const { store } = opened();
      await store.close();
      await expect(store.clients.get("client-1")).rejects.toThrow(StoreUnavailableError);
      await expect(store.clients.insert(sampleClient())).rejects.toThrow(StoreUnavailableError);
      const why = { reason: "client_request", now: sampleNow } as const;
      await expect(store.grants.revoke(1, why)).rejects.toThrow(StoreUnavailableError);
      await expect(store.clean(sampleNow)).rejects.toThrow(StoreUnavailableError);
    });

    it("can be asked for twice", async () => {
      await opened().store.close();
      await expect(opened().store.close()).resolves.toBeUndefined();
    });

    it("[seed:D133 seed:C41] does not stop the freeing of what a deleted client held", async () => {
      const { store, reopen } = opened();
      if (reopen === undefined) return;
      await store.clients.insert(sampleClient());
      const ids = Array.from({ length: 3_000 }, () => store.nextId(sampleNow));
      await Promise.all(ids.map((id) => store.grants.insertCode(sampleCode({ id }))));
      await Promise.all(ids.map((id) => store.grants.redeem(id, sampleGrant({ id }))));
      await store.clients.delete("client-1", sampleNow);
      await store.clean(sampleNow);
      const before = (await store.system.counts()).grants;
      expect(before).toBeGreaterThan(0);
      const again = await reopen();
      for (let removed = -1; removed !== 0;) removed = await again.clean(sampleNow);
      await expect(again.system.counts()).resolves.toMatchObject({ grants: 0 });
    });

    it("loses nothing that was acknowledged", async () => {
      const { store, reopen } = opened();
      if (reopen === undefined) return;
      await store.clients.insert(sampleClient());
      await store.system.claimIssuer("https://as.example");
      const id = store.nextId(sampleNow);
      const again = await reopen();
      await expect(again.clients.get("client-1")).resolves.toStrictEqual(sampleClient());
      await expect(again.system.get()).resolves.toStrictEqual({ issuer: "https://as.example", epoch: 0 });
      expect(again.nextId(sampleNow)).not.toBe(id);
    });
  });
}
