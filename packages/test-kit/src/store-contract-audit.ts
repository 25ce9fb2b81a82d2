import type { AuditEntry, AuditFilter, AuditRow, Store } from "@sallyport/core/stores/port";
import { hashSecret } from "@sallyport/core/secret";
import { after } from "@sallyport/core/time";
import { describe, expect, it } from "vitest";
import { sampleAuditEntry, sampleLink, sampleNow } from "./store-samples.ts";

const seal = ({ sequence, hash }: { sequence: number; hash: string }) => hashSecret(`${sequence} ${hash}`);

const full = sampleAuditEntry({
  actorKind: "person",
  actorId: "user-1",
  userId: "user-2",
  clientId: "client-1",
  resource: "https://mcp.example/",
  grantId: 7,
  reason: "a reason",
  flowId: "flow-1",
  requestId: "request-1",
  address: "203.0.113.7",
  details: { status: "disabled", scopes: ["a", "b"] },
});

export function describeAudit(store: () => Store): void {
  const append = (...entries: AuditEntry[]): Promise<number> => store().audit.append(entries, sampleLink);
  const all = (): Promise<AuditRow[]> => store().audit.listAfter(0, 10_000);

  describe("the audit trail", () => {
    it("gives every row back as it came, in its place", async () => {
      await expect(append(full)).resolves.toBe(1);
      await expect(append(sampleAuditEntry())).resolves.toBe(2);
      const [first, second] = await all();
      expect(first).toStrictEqual({ ...full, sequence: 1, hash: sampleLink("", { ...full, sequence: 1 }) });
      const next = { ...sampleAuditEntry(), sequence: 2 };
      expect(second).toStrictEqual({ ...next, hash: sampleLink(first?.hash ?? "", next) });
    });

    it("is one chain, whoever appends at the same time", async () => {
      await Promise.all(Array.from({ length: 20 }, () => append(sampleAuditEntry(), full)));
      const rows = await all();
      expect(rows.map((row) => row.sequence)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
      for (const [index, row] of rows.entries()) expect(row.hash).toBe(sampleLink(rows[index - 1]?.hash ?? "", row));
    });

    it("has times that never run back", async () => {
      await append(sampleAuditEntry({ at: after(sampleNow, 5) }), sampleAuditEntry());
      await append(sampleAuditEntry());
      expect((await all()).map((row) => row.at - sampleNow)).toEqual([5, 5, 5]);
    });

    it("says where it ends", async () => {
      await expect(store().audit.head()).resolves.toBeUndefined();
      await append(full, sampleAuditEntry());
      const { sequence, hash } = (await all())[1] ?? {};
      await expect(store().audit.head()).resolves.toStrictEqual({ sequence, hash });
    });

    it("goes on from any row, oldest first", async () => {
      await append(...Array.from({ length: 5 }, () => sampleAuditEntry()));
      expect((await store().audit.listAfter(2, 2)).map((row) => row.sequence)).toEqual([3, 4]);
      expect(await store().audit.listAfter(5, 2)).toEqual([]);
    });
  });

  describe("pages of the audit trail", () => {
    const read = async (wanted: AuditFilter, limit = 3): Promise<number[]> => {
      const found: number[] = [];
      for (let cursor: string | undefined; ;) {
        const page = await store().audit.list({ limit, ...wanted, ...(cursor === undefined ? {} : { cursor }) });
        found.push(...page.items.map((row) => row.sequence));
        if (page.next === undefined) return found;
        cursor = page.next;
      }
    };

    it("are newest first, without holes and repetitions", async () => {
      await append(...Array.from({ length: 10 }, () => sampleAuditEntry()));
      expect(await read({})).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
      expect((await store().audit.list({ limit: 10 })).next).toBeUndefined();
    });

    it.each(["type", "actorId", "userId", "clientId", "resource", "flowId", "requestId"] as const)(
      "are of one %s alone",
      async (name) => {
        await append(full, { ...full, [name]: "another" }, full, { ...full, [name]: "another" }, full);
        expect(await read({ [name]: "another" })).toEqual([4, 2]);
        expect(await read({ [name]: full[name] as string })).toEqual([5, 3, 1]);
        expect(await read({ [name]: "unknown" })).toEqual([]);
      },
    );

    it("are of rows that fulfil all conditions", async () => {
      await append(full, { ...full, type: "client.deleted" }, { ...full, clientId: "client-2" }, full);
      expect(await read({ type: "user.created", clientId: "client-1" }, 1)).toEqual([4, 1]);
    });

    it("find the few among very many that fulfil two conditions", async () => {
      const many = Array.from({ length: 6_000 }, () => sampleAuditEntry({ clientId: "client-1" }));
      await append({ ...full, type: "rare" }, ...many);
      expect(await read({ type: "rare", clientId: "client-1" })).toEqual([1]);
    });

    it("find the few of a type that is usual elsewhere", async () => {
      const many = Array.from({ length: 6_000 }, () => sampleAuditEntry());
      await append({ ...full, type: "tokens.issued" }, ...many, { ...full, type: "tokens.issued" });
      expect(await read({ type: "tokens.issued" })).toEqual([6_002, 1]);
    });

    it("are of a span of time, its end excluded", async () => {
      await append(...[0, 1, 1, 2, 3].map((seconds) => sampleAuditEntry({ at: after(sampleNow, seconds) })));
      expect(await read({ from: after(sampleNow, 1) })).toEqual([5, 4, 3, 2]);
      expect(await read({ until: after(sampleNow, 2) })).toEqual([3, 2, 1]);
      expect(await read({ from: after(sampleNow, 1), until: after(sampleNow, 3), type: "user.created" })).toEqual([
        4, 3, 2,
      ]);
      expect(await read({ from: after(sampleNow, 4) })).toEqual([]);
      expect(await read({ until: sampleNow })).toEqual([]);
    });

    it("[attack:A218] are empty after a cursor that is none", async () => {
      await append(full);
      for (const cursor of ["x", "-1", "1e3", ""]) {
        await expect(store().audit.list({ limit: 1, cursor })).resolves.toEqual({ items: [] });
      }
    });
  });

  describe("pruning the audit trail", () => {
    it("removes what is old and remembers the last of it", async () => {
      await append(...[0, 1, 2, 3].map((seconds) => sampleAuditEntry({ at: after(sampleNow, seconds) })));
      const last = (await all())[1] as AuditRow;
      await expect(store().audit.anchor()).resolves.toBeUndefined();
      await expect(store().audit.prune(after(sampleNow, 2), seal)).resolves.toBe(2);
      expect((await all()).map((row) => row.sequence)).toEqual([3, 4]);
      const { sequence, hash } = last;
      await expect(store().audit.anchor()).resolves.toStrictEqual({ sequence, hash, seal: seal(last) });
      await expect(store().audit.prune(after(sampleNow, 2), seal)).resolves.toBe(0);
    });

    it("goes on where it stopped, and so does the chain, even when nothing is left", async () => {
      await append(...Array.from({ length: 600 }, () => sampleAuditEntry()));
      const last = (await all()).at(-1) as AuditRow;
      let removed = 0;
      for (let slice = -1; slice !== 0; removed += slice) slice = await store().audit.prune(after(sampleNow, 1), seal);
      expect(removed).toBe(600);
      await expect(store().audit.head()).resolves.toStrictEqual({ sequence: 600, hash: last.hash });
      await append(full);
      const next = { ...full, sequence: 601 };
      expect(await all()).toEqual([{ ...next, hash: sampleLink(last.hash, next) }]);
    });
  });
}
