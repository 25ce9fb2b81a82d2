import { mkdtempDisposableSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestProvider, getCode, introspect, redeem, type TestProvider } from "@sallyport/fixtures";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../src/messages.ts";
import { openMemoryStore } from "../src/stores/memory/index.ts";
import { openSqliteStore } from "../src/stores/sqlite/index.ts";

const atOnce = 50;
const afterwards = 5;

const stores = [
  { name: "memory", open: () => Promise.resolve(openMemoryStore()) },
  { name: "SQLite", open: (folder: string) => openSqliteStore({ file: join(folder, "test.db") }) },
];

/** What an operator takes away: whoever had it gets nothing any more. */
const withdrawals: { what: string; withdraw(test: TestProvider): Promise<void> }[] = [
  {
    what: "a person is disabled",
    withdraw: ({ provider, alice }) => provider.manage.users.setStatus(alice.id, "disabled"),
  },
  { what: "a client is deleted", withdraw: ({ provider, pub }) => provider.manage.clients.delete(pub.id) },
];

const kidOf = (token: unknown): unknown =>
  (JSON.parse(Buffer.from(String(token).split(".", 1)[0] ?? "", "base64url").toString()) as JsonObject)["kid"];

/** What came of token requests of which the first half were sent before and the others while `change` was made. */
async function race(
  test: TestProvider,
  change: () => Promise<void>,
): Promise<{ bought: JsonObject[]; late: string[] }> {
  const codes: string[] = [];
  while (codes.length < atOnce + afterwards) codes.push(await getCode(test, test.pub));
  const buy = (code: string) => redeem(test, test.pub, { code });
  const before = codes.slice(0, atOnce / 2).map(buy);
  const changed = change();
  const during = codes.slice(atOnce / 2, atOnce).map(buy);
  // Nobody waits for these yet: they must not count as unhandled.
  const racing = Promise.allSettled([...before, ...during]);
  await changed;
  const late = await Promise.allSettled(codes.slice(atOnce).map(buy));
  return {
    bought: (await racing).flatMap((one) => (one.status === "fulfilled" ? [one.value] : [])),
    late: late.map(({ status }) => status),
  };
}

describe.each(stores)("while 50 token requests run on $name", ({ open }) => {
  it.each(withdrawals)("[attack:A223] $what, and nothing that they got is good", async ({ withdraw }) => {
    using folder = mkdtempDisposableSync(join(tmpdir(), "sallyport-withdrawal-"));
    const store = await open(folder.path);
    const test = await createTestProvider({ store });
    const { bought, late } = await race(test, () => withdraw(test));
    expect(late).toEqual(Array.from({ length: afterwards }, () => "rejected"));
    for (const { access_token: token } of bought) expect(await introspect(test, token)).toEqual({ active: false });
    await store.close();
  });

  it("[attack:A223] a key is revoked, and nothing that it signed is good", async () => {
    using folder = mkdtempDisposableSync(join(tmpdir(), "sallyport-withdrawal-"));
    const store = await open(folder.path);
    const test = await createTestProvider({ store });
    const { keys } = test.provider.manage;
    const old = (await keys.list()).find(({ alg, state }) => alg === "ES256" && state === "signing")?.kid ?? "";
    const { bought, late } = await race(test, () => keys.revoke(old));
    expect(late).toEqual(Array.from({ length: afterwards }, () => "fulfilled"));
    expect(bought).toHaveLength(atOnce);
    for (const { access_token: token } of bought) {
      expect(await introspect(test, token)).toMatchObject({ active: kidOf(token) !== old });
    }
    await store.close();
  });
});
