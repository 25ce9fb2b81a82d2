import { generateKeyPairSync } from "node:crypto";
import { createTRPCClient, httpBatchLink } from "@trpc/client";
import { authorize, formRequest, getTokens, refresh } from "@sallyport/fixtures";
import superjson from "superjson";
import { describe, expect, it } from "vitest";
import type { AdminRouter } from "../src/index.ts";
import { type Started, start } from "./start.ts";

async function adminClient(started: Started, role: "viewer" | "operator" = "operator") {
  const headers = { cookie: await started.cookieOf(role) };
  return createTRPCClient<AdminRouter>({
    links: [httpBatchLink({ url: `${started.adminUrl}/trpc`, transformer: superjson, headers })],
  });
}

const redirectUris = ["https://app.example/cb"];
const documentUrl = "https://client.example/oauth/metadata.json";

function newKeys() {
  const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return { keys: [{ ...publicKey.export({ format: "jwk" }), kid: "one", use: "sig" }] };
}

/** A client that registered itself and waits. */
async function insertPending({ test }: Started, id: string) {
  const client = { ...test.pub, id, provenance: "dynamic", status: "pending" } as const;
  await test.store.clients.insert(client);
  return client;
}

/** A client that is known by its document. */
async function fetchDocumentClient({ test }: Started) {
  test.documents.publish(documentUrl, {
    client_id: documentUrl,
    client_name: "By document",
    redirect_uris: redirectUris,
    token_endpoint_auth_method: "none",
  });
  await authorize(test, { ...test.pub, id: documentUrl, redirectUris });
}

describe("a new client", () => {
  it("has keys, grant types and a window for replays where it is given them", async () => {
    await using started = await start();
    const { clients } = await adminClient(started);
    const given = {
      clientType: "confidential",
      redirectUris,
      tokenEndpointAuthMethod: "private_key_jwt",
      refreshReplay: "until_successor_used",
      grantTypes: ["authorization_code", "refresh_token"],
    } as const;
    const signing = { ...given, grantTypes: [...given.grantTypes] };
    const byAddress = await clients.create.mutate({
      clientName: "A",
      ...signing,
      jwksUri: "https://app.example/jwks.json",
    });
    expect(byAddress).toMatchObject({
      status: "active",
      provenance: "preregistered",
      refreshReplay: "until_successor_used",
      jwksUri: "https://app.example/jwks.json",
      tokenEndpointAuthMethod: "private_key_jwt",
      grantTypes: given.grantTypes,
    });
    expect(byAddress).not.toHaveProperty("clientSecret");
    const byValue = await clients.create.mutate({ clientName: "B", ...signing, jwks: newKeys() });
    expect(await started.test.store.clients.get(byValue.clientId)).toHaveProperty("jwks");
  });

  it("[mcp:M1] makes one that asks for itself, without a redirect URI", async () => {
    await using started = await start();
    const { clients } = await adminClient(started, "operator");
    const given = { clientType: "confidential" as const, grantTypes: ["client_credentials"] };
    const made = await clients.create.mutate({ clientName: "Nightly", ...given, scopes: ["openid"] });
    expect(made).toMatchObject({ ...given, scopes: ["openid"], redirectUris: [] });
    expect(made.clientSecret).toMatch(/^sp_cs_/);
  });

  it.each([
    ["no redirect URI where one is needed", { redirectUris: [] }, "redirectUris"],
    ["a grant type for confidential clients", { grantTypes: ["client_credentials"] }, "grantTypes"],
    ["keys that do not sign", { jwks: newKeys() }, "jwks"],
    [
      "no keys for a method that signs",
      { clientType: "confidential", tokenEndpointAuthMethod: "private_key_jwt" },
      "jwks",
    ],
    ["a key set with a member of its own", { jwks: { keys: [{}], more: 1 } }, "jwks.more"],
    ["an unknown window", { refreshReplay: "for_ever" }, "refreshReplay"],
    ["an unknown grant type", { grantTypes: ["password"] }, "grantTypes"],
    [
      "keys over plain http",
      { clientType: "confidential", tokenEndpointAuthMethod: "private_key_jwt", jwksUri: "http://app.example/jwks" },
      "jwksUri",
    ],
  ])("[seed:D143] is refused with %s", async (_name, change, field) => {
    await using started = await start();
    const cookie = await started.cookieOf("operator");
    const input = { clientName: "X", redirectUris, ...change };
    const answer = await started.admin("clients.create", { method: "POST", cookie, input });
    expect(answer).toMatchObject({ status: 400, error: { data: { sallyportCode: "invalid_input", field } } });
  });
});

describe("the list of clients", () => {
  it("[seed:D144 seed:D148] is limited to a status and a provenance, page by page", async () => {
    await using started = await start();
    for (const id of ["client_a", "client_b"]) await insertPending(started, id);
    await fetchDocumentClient(started);
    const { clients } = await adminClient(started, "viewer");
    const idsOf = async (filter: Parameters<typeof clients.list.query>[0]) =>
      (await clients.list.query(filter)).items.map(({ clientId }) => clientId);
    expect(await idsOf({ status: "pending" })).toEqual(["client_b", "client_a"]);
    expect(await idsOf({ provenance: "document" })).toEqual([documentUrl]);
    expect(await idsOf({ status: "pending", provenance: "document" })).toEqual([]);
    const first = await clients.list.query({ status: "pending", limit: 1 });
    expect(await idsOf({ status: "pending", limit: 1, cursor: first.nextCursor })).toEqual(["client_a"]);
  });

  it("[seed:D144 seed:D148] is sorted and searched, and has no page at a cursor that was made up", async () => {
    await using started = await start();
    const { clients } = await adminClient(started, "viewer");
    const namesOf = async (wanted: Parameters<typeof clients.list.query>[0]) =>
      (await clients.list.query(wanted)).items.map(({ clientName }) => clientName);
    expect(await namesOf({ sort: "name" })).toEqual(["Confidential", "Public"]);
    const { nextCursor } = await clients.list.query({ sort: "name", limit: 1 });
    expect(await namesOf({ sort: "name", limit: 1, cursor: nextCursor })).toEqual(["Public"]);
    expect(await namesOf({ search: "pub", type: "public" })).toEqual(["Public"]);
    expect(await namesOf({ cursor: "invented" })).toEqual([]);
    expect(await namesOf({ sort: "created", cursor: nextCursor })).toEqual([]);
  });

  it("says of a client known by its document how old the copy is", async () => {
    await using started = await start();
    await fetchDocumentClient(started);
    const { clients } = await adminClient(started, "viewer");
    const { document, provenance } = await clients.get.query({ clientId: documentUrl });
    expect(provenance).toBe("document");
    expect(document?.fetchedAt).toEqual(new Date(1_800_000_000_000));
    expect(document?.freshUntil).toEqual(new Date(1_800_000_300_000));
  });
});

describe("a client that waits", () => {
  it("is let in once by an operator, and not after it was switched off", async () => {
    await using started = await start();
    const waiting = await insertPending(started, "client_waiting");
    const { clients, registrations } = await adminClient(started);
    await registrations.approve.mutate({ clientId: waiting.id });
    expect(await clients.get.query({ clientId: waiting.id })).toMatchObject({ status: "active" });
    await expect(authorize(started.test, waiting)).resolves.toBeDefined();
    await clients.setActive.mutate({ clientId: waiting.id, isActive: false });
    await expect(registrations.approve.mutate({ clientId: waiting.id })).rejects.toMatchObject({
      data: { sallyportCode: "invalid_input", field: "clientId" },
    });
    expect(await clients.get.query({ clientId: waiting.id })).toMatchObject({ status: "disabled" });
  });
});

describe("an invitation", () => {
  it("[mcp:R1] lets one client register where nobody else may", async () => {
    await using started = await start();
    const { provider } = started.test;
    const { clients } = await adminClient(started);
    const invitation = await clients.invite.mutate({ validSeconds: 3600 });
    expect(invitation.registrationEndpoint).toBe("https://as.example/oauth/provider/register");
    expect(invitation.expiresAt).toEqual(new Date(1_800_003_600_000));
    const request = {
      ...formRequest("", `Bearer ${invitation.initialAccessToken}`),
      contentType: "application/json",
      body: JSON.stringify({ redirect_uris: redirectUris, token_endpoint_auth_method: "none" }),
    };
    expect(await provider.register(request)).toMatchObject({ status: 201 });
    await expect(provider.register(request)).rejects.toMatchObject({ reason: "initial_token" });
    expect((await clients.invite.mutate()).expiresAt).toEqual(new Date(1_800_086_400_000));
  });

  it.each([59, 30 * 86_400 + 1, "3600"])("is not good for %s seconds", async (validSeconds) => {
    await using started = await start();
    const cookie = await started.cookieOf("operator");
    const answer = await started.admin("clients.invite", { method: "POST", cookie, input: { validSeconds } });
    expect(answer).toMatchObject({ status: 400, error: { data: { field: "validSeconds" } } });
  });
});

describe("a resource", () => {
  it("can want opaque tokens with a lifetime of their own, and be private", async () => {
    await using started = await start();
    const { resources } = await adminClient(started);
    const scopes = [{ name: "notes:all", description: "Everything", isAdvertised: false }];
    const members = { tokenFormat: "opaque", accessTokenTtlSeconds: 60, isPrivate: true } as const;
    await resources.create.mutate({ uri: "https://a.example", scopes, ...members });
    await resources.create.mutate({ uri: "https://b.example" });
    const { items } = await resources.list.query();
    expect(items).toMatchObject([
      { scopes, ...members },
      { tokenFormat: "jwt", isPrivate: false },
    ]);
    expect(items[1]).not.toHaveProperty("accessTokenTtlSeconds");
  });

  it.each([
    ["tokenFormat", "paper"],
    ["accessTokenTtlSeconds", 59],
    ["isPrivate", "yes"],
  ])("is refused with a bad %s", async (field, value) => {
    await using started = await start();
    const cookie = await started.cookieOf("operator");
    const input = { uri: "https://a.example", [field]: value };
    const answer = await started.admin("resources.create", { method: "POST", cookie, input });
    expect(answer).toMatchObject({ status: 400, error: { data: { field } } });
  });
});

describe("replays of refresh tokens", () => {
  it("are counted for each client, and told to administrators", async () => {
    await using started = await start();
    const { test, replays } = started;
    const tokens = await getTokens(test, test.pub);
    await refresh(test, test.pub, tokens);
    const again = await refresh(test, test.pub, tokens);
    await refresh(test, test.pub, again);
    await expect(refresh(test, test.pub, tokens)).rejects.toMatchObject({ reason: "refresh_token_reused" });
    for (const event of test.events) replays.emit(event);
    const { clients, system } = await adminClient(started, "viewer");
    const counted = { replays: 1, reuses: 1, since: new Date(1_800_000_000_000) };
    expect((await system.status.query()).refreshReplays).toEqual([{ clientId: test.pub.id, ...counted }]);
    expect((await clients.get.query({ clientId: test.pub.id })).refreshReplays).toEqual(counted);
    expect((await clients.get.query({ clientId: test.bas.id })).refreshReplays).toMatchObject({
      replays: 0,
      reuses: 0,
    });
  });
});
