import { testPassword } from "@sallyport/fixtures";
import { describe, expect, it } from "vitest";
import { type Started, start } from "./start.ts";

type Role = "viewer" | "operator" | "owner";

interface MadeKey {
  keyId: string;
  apiKey: string;
}

const bearer = (text: string) => ({ headers: { authorization: `Bearer ${text}` } });

async function makeKey(started: Started, cookie: string, input: object): Promise<MadeKey> {
  const answer = await started.admin("apiKeys.create", { method: "POST", cookie, input });
  expect(answer.status).toBe(200);
  return answer.data as MadeKey;
}

async function idOf({ test }: Started, role: Role): Promise<string> {
  return (await test.store.users.getByEmail(`${role}@example.com`))?.id ?? "";
}

async function namesFor(started: Started, call: { cookie?: string; headers?: Record<string, string> }) {
  const { data } = await started.admin("apiKeys.list", call);
  return (data as { items: { name: string }[] }).items.map(({ name }) => name);
}

describe("an API key", () => {
  it("[attack:A219] is shown once, with a prefix and a checksum, and kept as a hash", async () => {
    await using started = await start();
    const cookie = await started.cookieOf("owner");
    const { apiKey, keyId } = await makeKey(started, cookie, { name: "CI", role: "viewer" });
    expect(apiKey).toMatch(/^sp_ak_[\w-]{49}$/);
    const listed = await started.admin("apiKeys.list", { cookie });
    expect(listed.text).toContain(keyId);
    expect(listed.text).not.toMatch(/sp_ak_|hash/i);
    expect(JSON.stringify(await started.test.store.apiKeys.get(keyId))).not.toContain(apiKey.slice(6));
  });

  it.each([
    [undefined, 90 * 86_400],
    [366 * 86_400, 366 * 86_400],
  ])("asked for %s seconds is good for %s", async (validSeconds, seconds) => {
    await using started = await start();
    const cookie = await started.cookieOf("owner");
    const { apiKey } = await makeKey(started, cookie, { name: "CI", role: "viewer", validSeconds });
    started.test.clock.advance(seconds - 1);
    expect((await started.admin("clients.list", bearer(apiKey))).status).toBe(200);
    started.test.clock.advance(1);
    expect((await started.admin("clients.list", bearer(apiKey))).status).toBe(401);
  });

  it.each([
    [{ validSeconds: 59 }, 400, "validSeconds"],
    [{ validSeconds: 366 * 86_400 + 1 }, 400, "validSeconds"],
    [{ name: " " }, 400, "name"],
    [{ role: "user" }, 400, "role"],
    [{ role: "owner" }, 403, "role"],
    [{ makerId: "user_nobody" }, 400, "makerId"],
  ])("[attack:A217] is not made with %j", async (wrong, status, field) => {
    await using started = await start();
    const cookie = await started.cookieOf("operator");
    const input = { name: "CI", role: "viewer", ...wrong };
    const answer = await started.admin("apiKeys.create", { method: "POST", cookie, input });
    expect(answer).toMatchObject({ status, error: { data: { field } } });
    expect(await namesFor(started, { cookie })).toEqual([]);
  });

  it("notes its use at most once a minute", async () => {
    await using started = await start();
    await started.cookieOf("viewer");
    const key = bearer(await started.keyOf("viewer"));
    const lastUsed = async () => (await started.test.store.apiKeys.list({ limit: 1 })).items[0]?.lastUsedAt;
    expect(await lastUsed()).toBeUndefined();
    await started.admin("clients.list", key);
    const first = started.test.clock.now();
    started.test.clock.advance(59);
    await started.admin("clients.list", key);
    expect(await lastUsed()).toBe(first);
    started.test.clock.advance(1);
    await started.admin("clients.list", key);
    expect(await lastUsed()).toBe(started.test.clock.now());
  });

  it("stands in events as who did it", async () => {
    await using started = await start();
    await started.cookieOf("operator");
    const key = await started.keyOf("operator");
    const input = { clientName: "App", redirectUris: ["https://app.example/cb"] };
    const { data } = await started.admin("clients.create", { method: "POST", input, ...bearer(key) });
    const { clientId } = data as { clientId: string };
    const [{ id: keyId } = { id: "" }] = (await started.test.store.apiKeys.list({ limit: 1 })).items;
    const made = started.test.acts.find(
      ({ event }) => event.type === "client.registered" && event.clientId === clientId,
    );
    expect(made?.by).toEqual({ kind: "api_key", keyId });
    expect(await started.test.store.clients.get(clientId)).toMatchObject({ ownerId: await idOf(started, "operator") });
  });

  it("is told apart in events when it is made and when it is taken back", async () => {
    await using started = await start();
    const cookie = await started.cookieOf("owner");
    const { keyId } = await makeKey(started, cookie, { name: "CI", role: "viewer" });
    await started.admin("apiKeys.revoke", { method: "POST", cookie, input: { keyId } });
    const userId = await idOf(started, "owner");
    const by = { kind: "person", userId };
    expect(started.test.acts).toContainEqual({ event: { type: "api_key.created", keyId, userId, role: "viewer" }, by });
    expect(started.test.acts).toContainEqual({ event: { type: "api_key.revoked", keyId }, by });
  });
});

describe("the power of an API key", () => {
  const mayCreate = async (started: Started, key: string) =>
    (await started.admin("clients.invite", { method: "POST", input: { validSeconds: 60 }, ...bearer(key) })).status;

  it("shrinks with that of its maker", async () => {
    await using started = await start();
    await started.cookieOf("operator");
    const key = await started.keyOf("operator");
    expect(await mayCreate(started, key)).toBe(200);
    await demote(started, "operator", "viewer");
    expect(await mayCreate(started, key)).toBe(403);
    expect((await started.admin("clients.list", bearer(key))).status).toBe(200);
    await demote(started, "operator", "user");
    expect((await started.admin("clients.list", bearer(key))).status).toBe(401);
  });

  it.each(["disabled", "signed out everywhere", "given a new password"])(
    "ends for good when its maker is %s",
    async (what) => {
      await using started = await start();
      await started.cookieOf("operator");
      const key = await started.keyOf("operator");
      const { users } = started.test.provider.manage;
      const id = await idOf(started, "operator");
      if (what === "disabled") await users.setStatus(id, "disabled");
      else if (what === "signed out everywhere") await users.signOutEverywhere(id);
      else await users.setPassword(id, `${testPassword} 2`);
      expect((await started.admin("clients.list", bearer(key))).status).toBe(401);
      await users.setStatus(id, "active");
      expect((await started.admin("clients.list", bearer(key))).status).toBe(401);
    },
  );

  /** What an update of the person will do, done in the store. */
  async function demote({ test }: Started, from: Role, role: Role | "user"): Promise<void> {
    const get = test.store.users.get.bind(test.store.users);
    test.store.users.get = async (id) => {
      const user = await get(id);
      return user?.email === `${from}@example.com` ? { ...user, role } : user;
    };
  }
});

describe("the list of API keys", () => {
  it("[attack:A212] holds one's own, and everybody's for owners", async () => {
    await using started = await start();
    const [viewer, owner] = [await started.cookieOf("viewer"), await started.cookieOf("owner")];
    await makeKey(started, viewer, { name: "of the viewer", role: "viewer" });
    const { apiKey } = await makeKey(started, owner, { name: "of the owner", role: "viewer" });
    expect(await namesFor(started, { cookie: viewer })).toEqual(["of the viewer"]);
    expect(await namesFor(started, { cookie: owner })).toEqual(["of the owner", "of the viewer"]);
    expect(await namesFor(started, bearer(apiKey))).toEqual(["of the owner"]);
  });

  it("[attack:A212 asvs:8.2.2] lets owners take back every key, and others their own only, which are as good as not there", async () => {
    await using started = await start();
    const [operator, owner] = [await started.cookieOf("operator"), await started.cookieOf("owner")];
    const theirs = await makeKey(started, owner, { name: "of the owner", role: "owner" });
    const own = await makeKey(started, operator, { name: "of the operator", role: "operator" });
    const revoke = async (cookie: string, keyId: string) =>
      (await started.admin("apiKeys.revoke", { method: "POST", cookie, input: { keyId } })).status;
    expect(await revoke(operator, theirs.keyId)).toBe(404);
    expect((await started.admin("users.list", bearer(theirs.apiKey))).status).toBe(200);
    expect(await revoke(owner, own.keyId)).toBe(200);
    expect((await started.admin("clients.list", bearer(own.apiKey))).status).toBe(401);
    expect(await revoke(owner, theirs.keyId)).toBe(200);
    expect(await revoke(owner, theirs.keyId)).toBe(404);
  });
});
