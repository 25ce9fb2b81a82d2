import {
  authorize,
  createTestClock,
  createTestProvider,
  formRequest,
  getTokens,
  masterKey,
  redeem,
  refresh,
  testPassword,
} from "@sallyport/fixtures";
import { describe, expect, it } from "vitest";
import { createAuditSeals, verifyChain } from "../src/records/audit/chain.ts";
import { createAuditTrail } from "../src/records/audit/trail.ts";
import type { Actor, AuditRow, CoreEvent, RequestOrigin, Store } from "../src/index.ts";
import { Secret } from "../src/secret.ts";
import { openMemoryStore } from "../src/stores/memory/index.ts";

const seals = createAuditSeals(masterKey);
const day = 86_400;

function openTrail(store: Pick<Store, "audit"> = openMemoryStore()) {
  const clock = createTestClock(1_800_000_000);
  let origin: RequestOrigin | undefined;
  const trail = createAuditTrail({ store, clock, masterKey, origin: () => origin });
  return {
    store,
    clock,
    trail,
    comeFrom: (next: RequestOrigin | undefined) => void (origin = next),
    rows: () => store.audit.listAfter(0, 100_000),
    async emit(event: CoreEvent, by?: Actor) {
      trail.emit(event, by);
      await trail.flush();
    },
  };
}

/** Takes nothing while `store.isDown`, as at first. */
function openTrailOnFailingStore() {
  const state = openMemoryStore();
  const store = { isDown: true };
  const append: Store["audit"]["append"] = (entries, link) =>
    store.isDown ? Promise.reject(new Error("down")) : state.audit.append(entries, link);
  return { ...openTrail({ audit: { ...state.audit, append } }), store };
}

const deleted = (clientId: string): CoreEvent => ({ type: "client.deleted", clientId });

/** A chain of `count` rows, of which `change` gets hold before they are looked at. */
async function chainOf(
  count: number,
  change: (rows: AuditRow[]) => AuditRow[] = (rows) => rows,
): Promise<Store["audit"]> {
  const { trail, store, emit, rows } = openTrail();
  for (let index = 0; index < count; index += 1) await emit(deleted(`client-${index}`));
  expect(await trail.verify()).toMatchObject({ ok: true, rows: count });
  const changed = change(await rows());
  return {
    ...store.audit,
    listAfter: (after, limit) => Promise.resolve(changed.filter(({ sequence }) => sequence > after).slice(0, limit)),
  };
}

describe("[seed:D174] the audit trail", () => {
  it("[asvs:16.2.1] says what happened, who did it, during which request, and from where", async () => {
    const { emit, rows, comeFrom } = openTrail();
    comeFrom({ requestId: "request-1", address: "203.0.113.7" });
    await emit(
      { type: "client.status_set", clientId: "client-1", status: "disabled" },
      { kind: "person", userId: "user-1" },
    );
    comeFrom(undefined);
    await emit({ type: "user.created", userId: "user-2", role: "viewer" }, { kind: "api_key", keyId: "key-1" });
    await emit({ type: "grant.revoked", clientId: "client-1", grantId: 7, reason: "client_request" });
    expect(await rows()).toMatchObject([
      {
        type: "client.status_set",
        actorKind: "person",
        actorId: "user-1",
        clientId: "client-1",
        requestId: "request-1",
        address: "203.0.113.7",
        details: { status: "disabled" },
      },
      { type: "user.created", actorKind: "api_key", actorId: "key-1", userId: "user-2", details: { role: "viewer" } },
      { type: "grant.revoked", clientId: "client-1", grantId: 7, reason: "client_request", details: {} },
    ]);
    expect((await rows())[2]).not.toHaveProperty("actorKind");
  });

  it("leaves renewals and what is only for the log out", async () => {
    const { emit, rows } = openTrail();
    const issued = { type: "tokens.issued", userId: "user-1", clientId: "client-1", grantId: 7 } as const;
    await emit({ ...issued, grantType: "refresh_token" });
    await emit({ type: "client.logo_failed", clientId: "client-1", reason: "too_large" });
    await emit({ ...issued, grantType: "authorization_code", flowId: "flow-1" });
    expect((await rows()).map((row) => row.details)).toEqual([{ grantType: "authorization_code" }]);
  });

  it("is not filled by strangers, and says how much it left out", async () => {
    const { trail, clock, rows, comeFrom } = openTrail();
    for (let failure = 0; failure < 100; failure += 1) {
      comeFrom({ requestId: `request-${failure}`, address: `203.0.113.${failure}` });
      trail.emit({ type: "sign_in.failed", door: "account", reason: "wrong_password" });
    }
    clock.advance(60);
    await trail.maintain(90 * day);
    const found = await rows();
    expect(found.filter((row) => row.type === "sign_in.failed")).toHaveLength(20);
    expect(found.at(-1)).toMatchObject({ type: "audit.left_out", details: { "sign_in.failed": "80" } });
  });

  it("[attack:A219] keeps no secret that a stranger sends as a client id", async () => {
    const { emit, rows } = openTrail();
    const secret = "sp_cs_9dXrk2VnqLm3TzP8aWcYfE5sHuJgB7oR1iNvC4xK6tQ";
    await emit({ type: "client.authentication_failed", clientId: secret, reason: "unknown_client" });
    expect(await rows()).toMatchObject([{ clientId: "[secret]" }]);
  });

  it("keeps what the store does not take, in order, and stores it later", async () => {
    const { trail, rows, store } = openTrailOnFailingStore();
    trail.emit(deleted("a"));
    await expect(trail.flush()).rejects.toThrow("down");
    trail.emit(deleted("b"));
    store.isDown = false;
    await trail.flush();
    expect((await rows()).map((row) => row.clientId)).toEqual(["a", "b"]);
    expect(await trail.verify()).toMatchObject({ ok: true, rows: 2 });
  });

  it("says how many events wait for the store", async () => {
    const { trail, store } = openTrailOnFailingStore();
    trail.emit(deleted("a"));
    trail.emit(deleted("b"));
    await expect(trail.flush()).rejects.toThrow("down");
    expect(trail.waiting()).toBe(2);
    store.isDown = false;
    await trail.flush();
    expect(trail.waiting()).toBe(0);
  });

  it("waits with a bounded memory for a store that takes nothing, and says what it lost", async () => {
    const { trail, rows, store } = openTrailOnFailingStore();
    for (let index = 0; index < 10_005; index += 1) trail.emit(deleted("a"));
    await expect(trail.flush()).rejects.toThrow("down");
    store.isDown = false;
    await trail.flush();
    await trail.flush();
    expect((await rows()).at(-1)).toMatchObject({ type: "audit.left_out", details: { "client.deleted": "5" } });
    expect(await rows()).toHaveLength(10_001);
  });

  it("stores the events of one turn in one step", async () => {
    const store = openMemoryStore();
    let steps = 0;
    const append: Store["audit"]["append"] = (entries, link) => {
      steps += 1;
      return store.audit.append(entries, link);
    };
    const { trail } = openTrail({ audit: { ...store.audit, append } });
    for (let index = 0; index < 50; index += 1) trail.emit(deleted("a"));
    await trail.flush();
    expect(steps).toBe(1);
  });

  it("tells listeners of what was stored until they leave", async () => {
    const { trail, emit } = openTrail();
    let told = 0;
    const leave = trail.onStored(() => void (told += 1));
    await emit(deleted("a"));
    leave();
    await emit(deleted("b"));
    expect(told).toBe(1);
  });

  it("refuses events where there is no master key", () => {
    const clock = createTestClock(0);
    const trail = createAuditTrail({ store: openMemoryStore(), clock, masterKey: undefined, origin: undefined });
    expect(() => trail.emit(deleted("a"))).toThrow(/master key/);
  });
});

describe("[seed:D174 asvs:16.4.2] the chain of the audit trail", () => {
  it("holds as long as nobody touches it", async () => {
    expect(await verifyChain(await chainOf(5), seals)).toMatchObject({ ok: true, rows: 5, head: { sequence: 5 } });
    expect(await verifyChain(openMemoryStore().audit, seals)).toEqual({ ok: true, rows: 0, head: undefined });
  });

  it.each<[string, (row: AuditRow) => AuditRow]>([
    ["another time", (row) => ({ ...row, at: 1 as AuditRow["at"] })],
    ["another type", (row) => ({ ...row, type: "client.registered" })],
    ["another actor", (row) => ({ ...row, actorKind: "person", actorId: "user-1" })],
    ["another person", (row) => ({ ...row, userId: "user-1" })],
    ["another client", (row) => ({ ...row, clientId: "client-9" })],
    ["another resource", (row) => ({ ...row, resource: "https://mcp.example" })],
    ["another grant", (row) => ({ ...row, grantId: 9 })],
    ["another reason", (row) => ({ ...row, reason: "another" })],
    ["another flow", (row) => ({ ...row, flowId: "flow-9" })],
    ["another request", (row) => ({ ...row, requestId: "request-9" })],
    ["another address", (row) => ({ ...row, address: "203.0.113.9" })],
    ["other details", (row) => ({ ...row, details: { status: "active" } })],
    ["another hash", (row) => ({ ...row, hash: row.hash.replace(/^./, (first) => (first === "A" ? "B" : "A")) })],
  ])("breaks at a row that got %s", async (_what, change) => {
    const audit = await chainOf(4, (rows) => rows.map((row) => (row.sequence === 3 ? change(row) : row)));
    expect(await verifyChain(audit, seals)).toEqual({ ok: false, sequence: 3, why: "changed" });
  });

  it("breaks where a row was taken out, also when the others were numbered anew", async () => {
    const cut = (rows: AuditRow[]): AuditRow[] => rows.filter((row) => row.sequence !== 2);
    const numbered = (rows: AuditRow[]): AuditRow[] => cut(rows).map((row, index) => ({ ...row, sequence: index + 1 }));
    expect(await verifyChain(await chainOf(4, cut), seals)).toEqual({ ok: false, sequence: 2, why: "missing" });
    expect(await verifyChain(await chainOf(4, numbered), seals)).toEqual({ ok: false, sequence: 2, why: "changed" });
  });

  it("breaks where rows changed places", async () => {
    const swap = (rows: AuditRow[]): AuditRow[] =>
      [0, 2, 1, 3].map((from, index) => ({ ...(rows[from] as AuditRow), sequence: index + 1 }));
    expect(await verifyChain(await chainOf(4, swap), seals)).toEqual({ ok: false, sequence: 2, why: "changed" });
  });

  it("breaks where somebody without the master key made it anew", async () => {
    const forger = createAuditSeals(new Secret("another key of at least 32 letters"));
    const forge = (rows: AuditRow[]): AuditRow[] => {
      let hash = "";
      return rows.map(({ hash: _hash, ...row }) => ({ ...row, hash: (hash = forger.link(hash, row)) }));
    };
    expect(await verifyChain(await chainOf(3, forge), seals)).toEqual({ ok: false, sequence: 1, why: "changed" });
  });

  it("shows that its end was cut off to whoever noted an end before", async () => {
    const audit = await chainOf(4, (rows) => rows.slice(0, 3));
    const { hash = "" } = (await (await chainOf(4)).head()) ?? {};
    expect(await verifyChain(audit, seals)).toMatchObject({ ok: true, rows: 3 });
    expect(await verifyChain(audit, seals, { sequence: 4, hash })).toEqual({
      ok: false,
      sequence: 4,
      why: "head_missing",
    });
    const head = await (await chainOf(4)).head();
    expect(await verifyChain(await chainOf(6), seals, head)).toMatchObject({ ok: true, rows: 6 });
  });

  it("holds when old rows were pruned by us, and not when somebody else did it", async () => {
    const { trail, store, clock, emit } = openTrail();
    await emit(deleted("a"));
    await emit(deleted("b"));
    const early = await store.audit.head();
    clock.advance(91 * day);
    await emit(deleted("c"));
    expect(await trail.maintain(90 * day)).toBe(2);
    expect(await trail.verify()).toMatchObject({ ok: true, rows: 1, head: { sequence: 3 } });
    expect(await trail.verify(early)).toMatchObject({ ok: true });
    const anchor = { ...early, seal: "a seal of nobody" } as Awaited<ReturnType<Store["audit"]["anchor"]>>;
    const forged = { ...store.audit, anchor: () => Promise.resolve(anchor) };
    expect(await verifyChain(forged, seals)).toEqual({ ok: false, sequence: 2, why: "false_beginning" });
    const withoutAnchor = { ...store.audit, anchor: () => Promise.resolve(undefined) };
    expect(await verifyChain(withoutAnchor, seals)).toEqual({ ok: false, sequence: 1, why: "missing" });
  });
});

describe("the audit trail of a provider", () => {
  it("[seed:C27 seed:D107 attack:A094] tells of a refresh token that was used again after its successor", async () => {
    const test = await createTestProvider();
    const tokens = await getTokens(test, test.pub);
    const next = await refresh(test, test.pub, tokens);
    await refresh(test, test.pub, next);
    await expect(refresh(test, test.pub, tokens)).rejects.toMatchObject({ error: "invalid_grant" });
    await test.provider.flush();
    const { items } = await test.provider.manage.audit.list({ limit: 10, type: "refresh_token.reused" });
    expect(items).toMatchObject([{ clientId: test.pub.id, grantId: expect.any(Number) }]);
  });

  it("[attack:A223] names actor, object and time of an operator's change", async () => {
    const test = await createTestProvider();
    await test.provider.manageFor({ kind: "person", userId: "user_op" }).clients.setStatus(test.pub.id, "disabled");
    await test.provider.flush();
    const { items } = await test.provider.manage.audit.list({ limit: 1 });
    expect(items).toMatchObject([
      {
        at: test.clock.now(),
        type: "client.status_set",
        actorKind: "person",
        actorId: "user_op",
        clientId: test.pub.id,
        details: { status: "disabled" },
      },
    ]);
  });

  it("[seed:D174 attack:A219] has no secret of a whole flow in it", async () => {
    const test = await createTestProvider({ registration: { dynamic: "open" } });
    const { provider, store, bas } = test;
    const secrets = new Set<string>([testPassword, test.secret, masterKey.reveal()]);
    const keepAll = (found: object): void => {
      for (const value of Object.values(found)) if (typeof value === "string" && value.length > 20) secrets.add(value);
    };
    const { location, visitor } = await authorize(test, bas);
    const code = location.searchParams.get("code") ?? "";
    secrets
      .add(code)
      .add(visitor.session ?? "")
      .add(visitor.browser ?? "");
    const tokens = await redeem(test, bas, { code });
    const next = await refresh(test, bas, tokens);
    for (const answer of [tokens, next])
      keepAll({ a: answer["access_token"], r: answer["refresh_token"], i: answer["id_token"] });
    await expect(redeem(test, bas, { code })).rejects.toThrow();
    await provider.revoke(formRequest({ client_id: test.pub.id, token: String(next["refresh_token"]) }));
    const { token } = await provider.manage.clients.invite(60);
    secrets.add(token);
    const wrong = { email: "alice@example.com", password: "a wrong password", address: "203.0.113.7" };
    expect(await provider.sessions.signInToAdmin(wrong)).toBeUndefined();
    secrets.add(wrong.password);
    const id = tokens["access_token"] as string;
    await expect(provider.token(formRequest({ client_id: id, grant_type: "authorization_code" }))).rejects.toThrow();
    await provider.flush();
    const rows = await store.audit.listAfter(0, 1_000);
    const text = JSON.stringify(rows);
    // Test providers share their keys, so that only the first made any.
    expect(new Set(rows.map((row) => row.type).filter((type) => type !== "key.created"))).toEqual(
      new Set([
        "user.created",
        "client.registered",
        "sign_in.succeeded",
        "sign_in.failed",
        "consent.granted",
        "code.issued",
        "tokens.issued",
        "code.replayed",
        "invitation.created",
        "client.authentication_failed",
      ]),
    );
    for (const secret of secrets) expect(text).not.toContain(secret);
  });
});
