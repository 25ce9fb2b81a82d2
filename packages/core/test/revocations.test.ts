import {
  basicHeader,
  createTestProvider,
  formRequest,
  getTokens,
  redirectUri,
  type TestProvider,
} from "@sallyport/fixtures";
import { decodeJwt } from "jose";
import { beforeEach, describe, expect, it } from "vitest";
import { StoreUnavailableError } from "../src/errors.ts";
import type { JsonObject, OAuthRequest } from "../src/messages.ts";
import { after } from "../src/time.ts";

const uri = "https://mcp.example/mcp";
let test: TestProvider;
let header: string;

beforeEach(async () => {
  test = await createTestProvider();
  const { client, secret = "" } = await test.provider.manage.clients.create({
    name: "Resource server",
    type: "confidential",
    redirectUris: [redirectUri],
    defaultResource: uri,
  });
  header = basicHeader(client.id, secret);
});

const get = (query = "", authorization: string | undefined = header): OAuthRequest => ({
  ...formRequest("", authorization),
  method: "GET",
  contentType: undefined,
  query,
});

async function read(after?: unknown): Promise<JsonObject> {
  const query = after === undefined ? "" : new URLSearchParams({ after: String(after) }).toString();
  return (await test.provider.revocations(get(query))).body ?? {};
}

describe("the feed of what was revoked", () => {
  it("[mcp:H22 seed:D124] names a grant by the claim of its tokens, and goes on from its cursor", async () => {
    const first = await read();
    expect(first).toMatchObject({ issuer: "https://as.example", more: false, revoked: [] });
    const tokens = await getTokens(test, test.bas);
    await test.provider.revoke(
      formRequest({ token: String(tokens["refresh_token"]) }, basicHeader(test.bas.id, test.secret)),
    );
    const { grant_id: grantId } = decodeJwt(String(tokens["access_token"]));
    const next = await read(first["cursor"]);
    expect(next["revoked"]).toEqual([{ grant_id: grantId, until: test.clock.now() + 3_600 }]);
    expect(await read(next["cursor"])).toEqual({ ...next, revoked: [] });
    expect(await read()).toEqual(next);
  });

  it("[mcp:H22] names a client, a person, everybody, and one token of a client's own", async () => {
    const now = test.clock.now();
    const until = now + 3_600;
    const { client, secret = "" } = await test.provider.manage.clients.create({
      name: "Machine",
      type: "confidential",
      redirectUris: [],
      grantTypes: ["client_credentials"],
    });
    const machine = basicHeader(client.id, secret);
    const answer = await test.provider.token(formRequest({ grant_type: "client_credentials" }, machine));
    const token = String(answer.body?.["access_token"]);
    await test.provider.revoke(formRequest({ token }, machine));
    await test.provider.manage.clients.setStatus(client.id, "disabled");
    await test.provider.manage.users.signOutEverywhere(test.alice.id);
    await test.store.system.bumpEpoch(now);
    expect((await read())["revoked"]).toEqual([
      { jti: decodeJwt(token).jti, until: now + 600 },
      { client_id: client.id, issued_until: now, until },
      { sub: test.alice.id, issued_until: now, until },
      { all: true, issued_until: now, until },
    ]);
  });

  it("[mcp:H22] comes in pages", async () => {
    const { revocations } = test.store;
    const now = test.clock.now();
    const count = 1_001;
    for (let index = 0; index < count; index += 1) {
      await revocations.insert({ jti: `t${index}`, at: now, expiresAt: after(now, 60) });
    }
    const first = await read();
    expect(first["more"]).toBe(true);
    expect(first["revoked"]).toHaveLength(1_000);
    expect(await read(first["cursor"])).toMatchObject({ more: false, revoked: [{ jti: "t1000" }] });
  });

  it("says nothing that is over", async () => {
    await test.provider.manage.users.signOutEverywhere(test.alice.id);
    test.clock.advance(3_600);
    await test.provider.maintain();
    expect((await read())["revoked"]).toEqual([]);
  });
});

describe("who may read it", () => {
  it("[mcp:H22] is a confidential client of a resource, by GET or by POST", async () => {
    expect(await test.provider.revocations(formRequest({}, header))).toMatchObject({ status: 200 });
    expect(await test.provider.revocations(get())).toMatchObject({ status: 200 });
  });

  it("[attack:A071] is nobody without proof", async () => {
    await expect(test.provider.revocations(get("", ""))).rejects.toMatchObject({ error: "invalid_client" });
    const wrong = basicHeader(test.bas.id, "sp_cs_wrong");
    await expect(test.provider.revocations(get("", wrong))).rejects.toMatchObject({ error: "invalid_client" });
    const named = formRequest({ client_id: test.pub.id });
    await expect(test.provider.revocations(named)).rejects.toMatchObject({ error: "unauthorized_client" });
  });

  it("is no client without a resource", async () => {
    const other = get("", basicHeader(test.bas.id, test.secret));
    await expect(test.provider.revocations(other)).rejects.toMatchObject({
      error: "unauthorized_client",
      reason: "no_resource_server",
    });
  });

  it("[attack:A089] reads no credentials out of the address", async () => {
    const query = `client_id=${test.bas.id}&client_secret=${test.secret}`;
    const request = { ...get(query), authorization: [] };
    await expect(test.provider.revocations(request)).rejects.toMatchObject({ error: "invalid_client" });
  });

  it.each(["A", "-1", "1.5", "zzzzzzzzzzz", "' or 1=1"])("refuses the cursor %s", async (cursor) => {
    await expect(read(cursor)).rejects.toMatchObject({ error: "invalid_request", reason: "cursor" });
  });

  it("[fault:F42] hears of a store that fails, instead of an empty list", async () => {
    await test.store.close();
    await expect(read()).rejects.toBeInstanceOf(StoreUnavailableError);
  });
});

it("[mcp:H22] no access token outlives the list", async () => {
  const { client, secret = "" } = await test.provider.manage.clients.create({
    name: "Long",
    type: "confidential",
    redirectUris: [],
    grantTypes: ["client_credentials"],
    accessTokenTtlSeconds: 86_400,
  });
  const request = formRequest({ grant_type: "client_credentials" }, basicHeader(client.id, secret));
  expect((await test.provider.token(request)).body).toMatchObject({ expires_in: 3_600 });
});
