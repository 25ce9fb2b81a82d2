import {
  createTestProvider,
  formRequest,
  getTokens,
  introspect,
  redeem,
  getCode,
  refresh,
  requestToken,
  testPassword,
  type TestProvider,
} from "@sallyport/fixtures";
import { createHash } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import type { JsonObject } from "../src/messages.ts";
import { createUserCode, parseUserCode } from "../src/rules/user-code.ts";
import type { Client } from "../src/ports/store.ts";

const grantType = "urn:ietf:params:oauth:grant-type:device_code";
const uri = "https://mcp.example/mcp";

let test: TestProvider;
let device: Client;
beforeEach(async () => {
  test = await createTestProvider();
  await test.provider.manage.resources.create({ uri, scopes: [{ name: "read" }, { name: "write" }] });
  device = await createDevice();
});

async function createDevice(): Promise<Client> {
  const { client } = await test.provider.manage.clients.create({
    name: "Television",
    type: "public",
    redirectUris: [],
    grantTypes: [grantType, "refresh_token"],
  });
  return client;
}

async function begin(more: Record<string, string> = {}): Promise<Record<string, string>> {
  const request = formRequest({ client_id: device.id, scope: "read", ...more });
  return (await test.provider.deviceAuthorization(request)).body as Record<string, string>;
}

const ask = (begun: Record<string, string>, more: Record<string, string> = {}, client = device): Promise<JsonObject> =>
  requestToken(test, client, { grant_type: grantType, device_code: begun["device_code"] ?? "", ...more });

/** A person who types the code: the page that comes next, and how to answer it. */
async function enter(typed = "", session?: string) {
  const { devices, interactions } = test.provider;
  const { csrf, browserCookie } = devices.open({ browser: undefined, session });
  const cookies = { browser: browserCookie, session };
  const id = await devices.enter(cookies, { csrf, userCode: typed });
  if (id === undefined) return undefined;
  const visit = { id, cookies };
  const first = await interactions.view(id, cookies);
  const signedIn = await interactions.signIn(visit, {
    csrf: first.csrf,
    email: "alice@example.com",
    password: testPassword,
  });
  if (signedIn.kind === "refused") throw new Error("the test's person was refused");
  cookies.session = signedIn.sessionCookie;
  const view = await interactions.view(id, cookies);
  if (view.kind !== "consent") throw new Error("the consent page does not come");
  const scopes = view.scopes.map((scope) => scope.name);
  const decide = (approved: boolean) => interactions.decide(visit, { csrf: view.csrf, approved, scopes });
  return { view, decide, session: cookies.session };
}

async function allow(begun: Record<string, string>): Promise<void> {
  await (await enter(begun["user_code"]))?.decide(true);
}

describe("a device", () => {
  it("[mcp:5.20] gets a code for itself and one for the person, and the address for it", async () => {
    const begun = await begin();
    expect(begun).toEqual({
      device_code: expect.stringMatching(/^sp_dc_[\w-]+$/),
      user_code: expect.stringMatching(/^[B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4}$/),
      verification_uri: "https://as.example/oauth/provider/device",
      verification_uri_complete: `https://as.example/oauth/provider/device?user_code=${begun["user_code"]}`,
      expires_in: 600,
      interval: 5,
    });
  });

  it("[mcp:5.20 mcp:I1] waits, then has tokens for what the person allowed, once", async () => {
    const begun = await begin({ resource: uri });
    await expect(ask(begun)).rejects.toMatchObject({ error: "authorization_pending", status: 400 });
    await allow(begun);
    const tokens = await ask(begun);
    expect(tokens).toMatchObject({ token_type: "Bearer", scope: "read", refresh_token: expect.any(String) });
    expect(await refresh(test, device, tokens)).toHaveProperty("access_token");
    await expect(ask(begun)).rejects.toMatchObject({ error: "invalid_grant", reason: "device_code_used" });
  });

  it("[attack:A205] that asks too soon is told to slow down, by five seconds more each time", async () => {
    const begun = await begin();
    await expect(ask(begun)).rejects.toMatchObject({ error: "authorization_pending" });
    await expect(ask(begun)).rejects.toMatchObject({ error: "slow_down" });
    test.clock.advance(9);
    await expect(ask(begun)).rejects.toMatchObject({ error: "slow_down" });
    test.clock.advance(15);
    await expect(ask(begun)).rejects.toMatchObject({ error: "authorization_pending" });
  });

  it("[attack:A205] that asks a hundred times at once gets one answer, and keeps what it got", async () => {
    const begun = await begin();
    await allow(begun);
    const answers = await Promise.allSettled(Array.from({ length: 100 }, () => ask(begun)));
    const [tokens, ...others] = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
    expect(others).toEqual([]);
    expect(answers.filter(({ status }) => status === "rejected")).toHaveLength(99);
    expect(await refresh(test, device, tokens ?? {})).toHaveProperty("access_token");
  });

  it("[attack:A206] hears of the denial, and of the end of the time", async () => {
    const denied = await begin();
    const location = await (await enter(denied["user_code"]))?.decide(false);
    expect(location).toBe("https://as.example/oauth/provider/device/denied");
    await expect(ask(denied)).rejects.toMatchObject({ error: "access_denied" });
    expect(await enter(denied["user_code"])).toBeUndefined();
    const late = await begin();
    test.clock.advance(600);
    await expect(ask(late)).rejects.toMatchObject({ error: "expired_token" });
    expect(await enter(late["user_code"])).toBeUndefined();
  });

  it("[attack:A206] allowed too late is told so, and has a moment when it was allowed in the last second", async () => {
    const begun = await begin();
    test.clock.advance(599);
    await allow(begun);
    test.clock.advance(59);
    expect(await ask(begun)).toHaveProperty("access_token");
    const other = await begin();
    await allow(other);
    test.clock.advance(600);
    await expect(ask(other)).rejects.toMatchObject({ error: "expired_token" });
  });

  it("[attack:A206] gets nothing with the code of another client, which keeps it", async () => {
    const begun = await begin();
    const other = await createDevice();
    await expect(ask(begun, {}, other)).rejects.toMatchObject({ error: "invalid_grant", reason: "other_client" });
    await allow(begun);
    await expect(ask(begun, {}, other)).rejects.toMatchObject({ error: "invalid_grant", reason: "other_client" });
    expect(await ask(begun)).toHaveProperty("access_token");
  });

  it("[attack:A206] gets nothing once its client was deleted", async () => {
    const begun = await begin();
    await allow(begun);
    await test.provider.manage.clients.delete(device.id);
    await expect(ask(begun)).rejects.toMatchObject({ error: "invalid_client" });
    await test.store.clients.insert(device);
    await expect(ask(begun)).rejects.toMatchObject({ error: "invalid_grant", reason: "unknown_device_code" });
  });

  it("[attack:A210] cannot ask for more scopes or another resource than the person allowed", async () => {
    await test.provider.manage.resources.create({ uri: "https://other.example/" });
    const begun = await begin({ resource: uri });
    await allow(begun);
    await expect(ask(begun, { scope: "read write" })).rejects.toMatchObject({ error: "invalid_scope" });
    const elsewhere = ask(begun, { resource: "https://other.example/" });
    await expect(elsewhere).rejects.toMatchObject({ error: "invalid_target" });
    expect(await ask(begun)).toMatchObject({ scope: "read" });
  });

  it("gets nothing for a person who was disabled meanwhile", async () => {
    const begun = await begin();
    await allow(begun);
    await test.provider.manage.users.setStatus(test.alice.id, "disabled");
    await expect(ask(begun)).rejects.toMatchObject({ error: "invalid_grant" });
  });

  it("[attack:A086] has to be registered for it, at both endpoints: it is nobody's default", async () => {
    const request = formRequest({ client_id: test.pub.id, scope: "read" });
    await expect(test.provider.deviceAuthorization(request)).rejects.toMatchObject({ error: "unauthorized_client" });
    const begun = await begin();
    await expect(ask(begun, {}, test.pub)).rejects.toMatchObject({ error: "unauthorized_client" });
  });

  it("[attack:A071] that is confidential authenticates at both endpoints", async () => {
    const request = formRequest({ client_id: test.bas.id, scope: "read" });
    await expect(test.provider.deviceAuthorization(request)).rejects.toMatchObject({ error: "invalid_client" });
  });
});

describe("codes", () => {
  /** The same bytes under another prefix, with the checksum that goes with it. */
  function dressUp(token: string, from: string, to: string): string {
    const text = to + token.slice(from.length, -6);
    return text + createHash("sha256").update(text).digest("base64url").slice(0, 6);
  }

  it("of devices are no authorization codes, and authorization codes none of devices", async () => {
    const both = { ...device, id: "client_both", grantTypes: ["authorization_code", grantType] };
    await test.store.clients.insert({ ...both, redirectUris: ["http://127.0.0.1/cb"] });
    const code = await getCode(
      test,
      { ...both, redirectUris: ["http://127.0.0.1/cb"] },
      { request: { scope: "read" } },
    );
    const stolen = { device_code: dressUp(code, "sp_ac_", "sp_dc_") };
    await expect(ask(stolen, {}, both)).rejects.toMatchObject({ reason: "unknown_device_code" });
    const begun = await begin({ client_id: both.id });
    await allow(begun);
    const dressed = dressUp(begun["device_code"] ?? "", "sp_dc_", "sp_ac_");
    await expect(redeem(test, both, { code: dressed })).rejects.toMatchObject({ reason: "unknown_code" });
  });

  it("[attack:A067] are not in the store as they are", async () => {
    const inserted: unknown[] = [];
    const { devices } = test.store;
    const insert = devices.insert.bind(devices);
    devices.insert = (request) => {
      inserted.push(request);
      return insert(request);
    };
    const begun = await begin();
    const kept = JSON.stringify(inserted);
    expect(kept).not.toContain(begun["device_code"]);
    expect(kept).not.toContain(begun["user_code"]);
  });

  it.each(["", "sp_dc_", "x", "sp_dc_AAAA"])("that are none, like '%s', are refused", async (text) => {
    await expect(ask({ device_code: text })).rejects.toHaveProperty("status", 400);
  });
});

describe("the person", () => {
  it("[attack:A209] may type the code in any case, with or without dashes and blanks", async () => {
    const begun = await begin();
    const code = begun["user_code"] ?? "";
    const lower = ` ${code.toLowerCase().replace("-", " – ")} `;
    expect((await enter(lower))?.view).toMatchObject({ kind: "consent", userCode: code });
  });

  it.each(["<script>", "ＷＤＪＢＭＪＨＴ", "12345678", "B".repeat(10_000), "", "AEIOUAEI"])(
    "[attack:A209] gets nowhere with %.20s",
    async (typed) => {
      await begin();
      expect(parseUserCode(typed)).toBeUndefined();
      expect(await enter(typed)).toBeUndefined();
    },
  );

  it("[attack:A208] is asked each time, whatever they allowed before, and sees client, code and scopes", async () => {
    const first = await begin();
    const one = await enter(first["user_code"]);
    await one?.decide(true);
    const second = await begin();
    const two = await enter(second["user_code"], one?.session);
    expect(two?.view).toMatchObject({
      kind: "consent",
      userCode: second["user_code"],
      client: { name: "Television" },
      scopes: [{ name: "read" }],
    });
    await expect(ask(second)).rejects.toMatchObject({ error: "authorization_pending" });
  });

  it("[attack:A208] begins nothing without the form of the page", async () => {
    const begun = await begin();
    const { browserCookie } = test.provider.devices.open({ browser: undefined, session: undefined });
    const form = { csrf: "x", userCode: begun["user_code"] ?? "" };
    const forged = test.provider.devices.enter({ browser: browserCookie, session: undefined }, form);
    await expect(forged).rejects.toMatchObject({ reason: "csrf" });
  });

  it("answers once: of two who type the code the first decides", async () => {
    const begun = await begin();
    const [one, other] = [await enter(begun["user_code"]), await enter(begun["user_code"])];
    await one?.decide(false);
    await expect(other?.decide(true)).rejects.toMatchObject({ reason: "gone" });
    await expect(ask(begun)).rejects.toMatchObject({ error: "access_denied" });
  });

  it("can take the access back, and the tokens are dead", async () => {
    const begun = await begin();
    await allow(begun);
    const tokens = await ask(begun);
    await test.store.consents.revoke(test.alice.id, device.id, test.clock.now());
    expect(await introspect(test, tokens["access_token"])).toEqual({ active: false });
  });
});

it("[attack:A204] user codes have 34.5 bits: eight of twenty letters, all as likely", () => {
  const counts = new Map<string, number>();
  let next = 0;
  for (let round = 0; round < 256; round += 1) {
    const code = createUserCode((count) => Uint8Array.from({ length: count }, () => next++ % 256));
    for (const letter of code.replace("-", "")) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  }
  expect(counts.size).toBe(20);
  expect(Math.log2(counts.size ** 8)).toBeGreaterThan(34.5);
});

it("a flow by redirect is what it was", async () => {
  expect(await getTokens(test, test.pub)).toHaveProperty("access_token");
});
