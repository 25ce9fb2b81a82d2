import { createTestProvider, formRequest, getTokens, redirectUri, type TestProvider } from "@sallyport/fixtures";
import { beforeEach, describe, expect, it } from "vitest";
import type { JsonObject, OAuthRequest, OAuthResponse } from "../src/messages.ts";

let test: TestProvider;

beforeEach(async () => {
  test = await createTestProvider({ registration: { dynamic: "open" } });
});

function request(method: string, body: unknown, token?: string): OAuthRequest {
  return {
    method,
    query: "",
    body: body === undefined ? "" : JSON.stringify(body),
    contentType: "application/json",
    authorization: token === undefined ? [] : [`Bearer ${token}`],
    address: undefined,
    userAgent: undefined,
  };
}

const own = { client_name: "Web", redirect_uris: [redirectUri] };

async function register(metadata: object = own, token?: string): Promise<JsonObject> {
  return (await test.provider.register(request("POST", metadata, token))).body ?? {};
}

const configure = (
  method: string,
  client: JsonObject,
  sent: { body?: unknown; token?: string } = {},
): Promise<OAuthResponse> =>
  test.provider.clientConfiguration(
    request(method, sent.body, sent.token ?? String(client["registration_access_token"])),
    String(client["client_id"]),
  );

describe("a client's own registration", () => {
  it("[mcp:R10] can be read with the token that came with it, and shows no secret", async () => {
    const client = await register();
    expect(client["registration_client_uri"]).toBe(
      `https://as.example/oauth/provider/register/${String(client["client_id"])}`,
    );
    const { body } = await configure("GET", client);
    expect(body).toMatchObject({ client_id: client["client_id"], client_name: "Web", redirect_uris: [redirectUri] });
    expect(body).not.toHaveProperty("client_secret");
  });

  it("[mcp:R10] does not come to clients that share their id", async () => {
    const shared = await register({ redirect_uris: ["http://127.0.0.1/cb"] });
    expect(shared).not.toHaveProperty("registration_access_token");
    await expect(configure("GET", shared, { token: "sp_rat_x" })).rejects.toMatchObject({ error: "invalid_token" });
  });

  it("[mcp:R10 attack:A166] is replaced as a whole, after every member was judged again", async () => {
    const client = await register({ ...own, client_uri: "https://app.example" });
    const id = client["client_id"];
    const { body } = await configure("PUT", client, {
      body: { ...own, client_id: id, redirect_uris: ["https://app.example/new"] },
    });
    expect(body).toMatchObject({ client_id: id, redirect_uris: ["https://app.example/new"] });
    expect(body).not.toHaveProperty("client_uri");
    const bad = [
      { ...own, client_id: "client_other" },
      own,
      { ...own, client_id: id, redirect_uris: ["javascript:alert(1)"] },
      { ...own, client_id: id, token_endpoint_auth_method: "none" },
    ];
    for (const change of bad)
      await expect(configure("PUT", client, { body: change })).rejects.toMatchObject({ status: 400 });
    const after = await configure("GET", client);
    expect(after.body).toMatchObject({ redirect_uris: ["https://app.example/new"] });
  });

  it("[mcp:R10] can be ended, with everything the client holds", async () => {
    const client = await register();
    const stored = await test.store.clients.get(String(client["client_id"]));
    if (stored === undefined) throw new Error("not stored");
    const tokens = await getTokens({ ...test, secret: String(client["client_secret"]) }, stored);
    expect(await configure("DELETE", client)).toEqual({ status: 204 });
    await expect(configure("GET", client)).rejects.toMatchObject({ error: "invalid_token", status: 401 });
    const renewal = {
      grant_type: "refresh_token",
      refresh_token: String(tokens["refresh_token"]),
      client_id: stored.id,
    };
    await expect(test.provider.token(formRequest(renewal))).rejects.toMatchObject({ error: "invalid_client" });
  });

  it("[attack:A166] opens to no other client's token, none, one in the query, or a disabled client's", async () => {
    const client = await register();
    const other = await register();
    const id = String(client["client_id"]);
    for (const token of [String(other["registration_access_token"]), "sp_rat_x"]) {
      await expect(configure("GET", client, { token })).rejects.toMatchObject({ error: "invalid_token" });
    }
    await expect(test.provider.clientConfiguration(request("GET", undefined), id)).rejects.toMatchObject({
      presented: false,
    });
    const inQuery = {
      ...request("GET", undefined),
      query: `access_token=${String(client["registration_access_token"])}`,
    };
    await expect(test.provider.clientConfiguration(inQuery, id)).rejects.toMatchObject({ error: "invalid_request" });
    await test.provider.manage.clients.setStatus(id, "disabled");
    await expect(configure("GET", client)).rejects.toMatchObject({ error: "invalid_token" });
    await expect(configure("GET", { ...client, client_id: test.bas.id })).rejects.toMatchObject({
      error: "invalid_token",
    });
  });
});

describe("an initial access token", () => {
  it("[mcp:R1 attack:A167] lets one client register where nobody else may", async () => {
    test = await createTestProvider();
    const { token } = await test.provider.manage.clients.invite(3600);
    expect(await register(own, token)).toHaveProperty("client_id");
    await expect(register(own, token)).rejects.toMatchObject({ error: "invalid_token", status: 401 });
    await expect(register()).rejects.toMatchObject({ error: "access_denied" });
  });

  it("[mcp:R1] ends the wait of a client that registered before, and no operator's refusal", async () => {
    test = await createTestProvider({ registration: { dynamic: "ask" } });
    const native = { redirect_uris: ["http://127.0.0.1/cb"] };
    const id = String((await register(native))["client_id"]);
    await register(native, await test.provider.manage.clients.invite(60).then(({ token }) => token));
    expect(await test.store.clients.get(id)).toMatchObject({ status: "active" });
    await test.provider.manage.clients.setStatus(id, "disabled");
    await register(native, await test.provider.manage.clients.invite(60).then(({ token }) => token));
    expect(await test.store.clients.get(id)).toMatchObject({ status: "disabled" });
  });

  it("[attack:A167] is refused when it is invented, foreign or expired, and is not used up by a faulty registration", async () => {
    test = await createTestProvider();
    const { token } = await test.provider.manage.clients.invite(60);
    await expect(register(own, "sp_iat_invented")).rejects.toMatchObject({ error: "invalid_token" });
    await expect(register({ redirect_uris: [] }, token)).rejects.toMatchObject({ error: "invalid_redirect_uri" });
    const foreign = await createTestProvider({ issuer: "https://other.example" });
    await expect(register(own, (await foreign.provider.manage.clients.invite(60)).token)).rejects.toMatchObject({
      error: "invalid_token",
    });
    test.clock.advance(60);
    await expect(register(own, token)).rejects.toMatchObject({ error: "invalid_token" });
    for (const seconds of [59, 31 * 86_400, 60.5]) {
      await expect(test.provider.manage.clients.invite(seconds)).rejects.toMatchObject({ code: "invalid_input" });
    }
  });
});
