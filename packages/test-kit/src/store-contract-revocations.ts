import type { Revoked, Store } from "@sallyport/core/stores/port";
import { after } from "@sallyport/core/time";
import { describe, expect, it } from "vitest";
import { sampleClient, sampleCode, sampleConsent, sampleGrant, sampleNow, sampleUser } from "./store-samples.ts";

const hour = 3_600;
const aMark: unknown = expect.any(Number);

export function describeRevocations(store: () => Store): void {
  describe("revocations", () => {
    const read = (mark = 0, limit = 100) => store().revocations.listAfter(mark, limit);
    const insert = (jti: string, seconds = 60) =>
      store().revocations.insert({ jti, at: sampleNow, expiresAt: after(sampleNow, seconds) });

    it("name one token, as often as they are told", async () => {
      const { revocations } = store();
      await expect(revocations.hasToken("t1")).resolves.toBe(false);
      await insert("t1");
      await insert("t1");
      await expect(revocations.hasToken("t1")).resolves.toBe(true);
      await expect(revocations.hasToken("t2")).resolves.toBe(false);
      const revocation = { jti: "t1", at: sampleNow, expiresAt: after(sampleNow, 60) };
      await expect(read()).resolves.toStrictEqual([{ mark: aMark, revocation }]);
    });

    it("are cleaned away when the last token has expired", async () => {
      await insert("t1");
      await expect(store().clean(after(sampleNow, 59))).resolves.toBe(0);
      await expect(store().revocations.hasToken("t1")).resolves.toBe(true);
      await expect(store().clean(after(sampleNow, 60))).resolves.toBe(1);
      await expect(store().revocations.hasToken("t1")).resolves.toBe(false);
      await expect(read()).resolves.toEqual([]);
    });

    it("are read in their order, page by page, each once", async () => {
      const names = Array.from({ length: 7 }, (_, index) => `t${index}`);
      for (const name of names) await insert(name);
      const seen: (string | undefined)[] = [];
      let mark = 0;
      for (let page = await read(mark, 3); page.length > 0; page = await read(mark, 3)) {
        seen.push(...page.map(({ revocation }) => revocation.jti));
        mark = page.at(-1)?.mark ?? mark;
      }
      expect(seen).toEqual(names);
    });

    it("go on behind a mark although all before it were cleaned away", async () => {
      await insert("old");
      const [first] = await read();
      await store().clean(after(sampleNow, 60));
      await expect(read(first?.mark)).resolves.toEqual([]);
      await insert("new");
      const [next, ...others] = await read(first?.mark);
      expect(next?.revocation.jti).toBe("new");
      expect(next?.mark).toBeGreaterThan(first?.mark ?? Infinity);
      expect(others).toEqual([]);
    });

    it("begin anew for a mark that was never given out, as after a backup was restored", async () => {
      await insert("t1");
      const [first] = await read();
      await expect(read((first?.mark ?? 0) + 1)).resolves.toEqual([first]);
      await expect(read(first?.mark)).resolves.toEqual([]);
    });

    const ends: [string, Revoked, () => Promise<unknown>][] = [
      ["a grant that is revoked", { grantId: 1 }, () => store().grants.revoke(1, why)],
      ["the grant of a code that comes again", { grantId: 1 }, () => store().grants.redeem(9, sampleGrant({ id: 2 }))],
      [
        "the grants of a consent that is revoked",
        { userId: "user-1", clientId: "client-1" },
        () => store().consents.revoke("user-1", "client-1", sampleNow),
      ],
      [
        "a client that is turned off",
        { clientId: "client-1" },
        () => store().clients.setStatus("client-1", "disabled", sampleNow),
      ],
      ["a client that is deleted", { clientId: "client-1" }, () => store().clients.delete("client-1", sampleNow)],
      [
        "a person who is disabled",
        { userId: "user-1" },
        () => store().users.setStatus("user-1", "disabled", sampleNow),
      ],
      [
        "a person with another password",
        { userId: "user-1" },
        () => store().users.setPassword("user-1", "new", sampleNow),
      ],
      [
        "a person who is signed out everywhere",
        { userId: "user-1" },
        () => store().users.signOutEverywhere("user-1", sampleNow),
      ],
      ["everything", {}, () => store().system.bumpEpoch(sampleNow)],
    ];
    const why = { reason: "client_request", now: sampleNow } as const;

    async function fill(): Promise<void> {
      await store().system.claimIssuer("https://as.example");
      await store().clients.insert(sampleClient());
      await store().users.insert(sampleUser());
      const outcome = { consent: sampleConsent(), code: sampleCode({ id: 9 }) };
      await store().grants.insertCode(outcome.code);
      await store().grants.redeem(9, sampleGrant({ id: 1 }));
    }

    it.each(ends)("[mcp:H22] name %s, for as long as a token of it can live", async (_, revoked, end) => {
      await fill();
      await expect(read()).resolves.toEqual([]);
      await end();
      const revocation = { ...revoked, at: sampleNow, expiresAt: after(sampleNow, hour) };
      await expect(read()).resolves.toStrictEqual([{ mark: aMark, revocation }]);
    });

    it("name nothing that ended before, was not there or only begins", async () => {
      await fill();
      await store().grants.revoke(1, why);
      const [only] = await read();
      await store().grants.revoke(1, why);
      await store().grants.revoke(77, why);
      await store().clients.setStatus("client-1", "active", sampleNow);
      await store().clients.delete("nobody", sampleNow);
      await store().users.setStatus("user-1", "active", sampleNow);
      await store().users.signOutEverywhere("nobody", sampleNow);
      await store().consents.revoke("user-1", "client-1", sampleNow);
      await expect(read()).resolves.toEqual([only]);
    });
  });
}
