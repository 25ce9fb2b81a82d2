import { createTRPCClient, httpBatchLink, type TRPCClientError } from "@trpc/client";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import superjson from "superjson";
import { authorize, formRequest, getTokens, goodRequest, introspect, type TestProvider } from "@sallyport/fixtures";
import { describe, expect, expectTypeOf, it } from "vitest";
import type { AccountRouter, AdminRouter, RpcErrorShape } from "../src/index.ts";
import { type Started, start } from "./start.ts";

function adminClient({ adminUrl }: Started, cookie: string) {
  const headers = { cookie };
  return createTRPCClient<AdminRouter>({
    links: [httpBatchLink({ url: `${adminUrl}/trpc`, transformer: superjson, headers })],
  });
}

function accountClient({ accountUrl }: Started, session: string | undefined) {
  const headers = { cookie: `sp_session=${session}` };
  return createTRPCClient<AccountRouter>({
    links: [httpBatchLink({ url: `${accountUrl}/trpc`, transformer: superjson, headers })],
  });
}

async function userinfo({ provider }: TestProvider, token: unknown) {
  return await provider.userinfo({ ...formRequest({}), body: "", authorization: [`Bearer ${token as string}`] });
}

const redirectUris = ["https://app.example/cb", "http://127.0.0.1/a,b"];

describe("inference", () => {
  it("gives callers the types of inputs, outputs and errors", () => {
    type Inputs = inferRouterInputs<AdminRouter>;
    type Outputs = inferRouterOutputs<AdminRouter>;
    expectTypeOf<Inputs["clients"]["create"]["clientType"]>().toEqualTypeOf<"public" | "confidential" | undefined>();
    expectTypeOf<Outputs["clients"]["create"]["clientSecret"]>().toEqualTypeOf<string | undefined>();
    expectTypeOf<Outputs["clients"]["get"]>().not.toHaveProperty("clientSecret");
    expectTypeOf<Outputs["clients"]["list"]["items"][number]["createdAt"]>().toEqualTypeOf<Date>();
    expectTypeOf<inferRouterOutputs<AccountRouter>["profile"]["me"]["email"]>().toEqualTypeOf<string>();
    type ErrorData = NonNullable<TRPCClientError<AdminRouter>["data"]>;
    expectTypeOf<ErrorData["sallyportCode"]>().toEqualTypeOf<RpcErrorShape["data"]["sallyportCode"]>();
    expectTypeOf<ErrorData>().not.toHaveProperty("stack");
  });
});

describe("clients", () => {
  it("[seed:T9 seed:S61 seed:D141] registers a public client without a secret", async () => {
    await using started = await start();
    const { clients } = adminClient(started, await started.cookieOf("operator"));
    const scopes = ["openid", "profile", "email"];
    const client = await clients.create.mutate({ clientName: "App", redirectUris, scopes });
    expect(client).toMatchObject({ clientName: "App", clientType: "public", redirectUris, scopes: scopes });
    expect(client.clientId).toMatch(/./);
    expect(client).not.toHaveProperty("clientSecret");
  });

  it("[seed:T10 seed:S62 seed:S64 attack:A219] shows the secret of a confidential client once", async () => {
    await using started = await start();
    const { clients } = adminClient(started, await started.cookieOf("operator"));
    const client = await clients.create.mutate({ clientName: "Web", clientType: "confidential", redirectUris });
    expect(client.clientSecret).toMatch(/^sp_cs_/);
    expect(client.warning).toMatch(/./);
    const { clientId } = client;
    const shown = JSON.stringify([await clients.get.query({ clientId }), await clients.list.query()]);
    expect(shown).toContain(clientId);
    expect(shown.replaceAll("client_secret_", "")).not.toMatch(/sp_cs_|secret|hash/i);
  });

  it("[seed:T11 seed:S64 seed:D144 seed:D148] lists newest first, in pages, with dates", async () => {
    await using started = await start();
    const { clients } = adminClient(started, await started.cookieOf("operator"));
    const { clientId } = await clients.create.mutate({ clientName: "Newest", redirectUris });
    const first = await clients.list.query({ limit: 2 });
    expect(first.items.map((client) => client.clientName)[0]).toBe("Newest");
    expect(first.items[0]?.createdAt).toBeInstanceOf(Date);
    const rest = await clients.list.query({ cursor: first.nextCursor });
    expect(rest.items).toHaveLength(1);
    expect(rest).not.toHaveProperty("nextCursor");
    expect((await clients.get.query({ clientId })).clientName).toBe("Newest");
  });

  it("[seed:T12 seed:S65] deletes a client with its tokens", async () => {
    await using started = await start();
    const { test } = started;
    const { clients } = adminClient(started, await started.cookieOf("operator"));
    const { access_token: token } = await getTokens(test, test.pub);
    await expect(userinfo(test, token)).resolves.toMatchObject({ status: 200 });
    await clients.delete.mutate({ clientId: test.pub.id });
    const listed = await clients.list.query();
    expect(listed.items.map(({ clientId }) => clientId)).not.toContain(test.pub.id);
    await expect(userinfo(test, token)).rejects.toMatchObject({ error: "invalid_token" });
    await expect(clients.delete.mutate({ clientId: test.pub.id })).rejects.toMatchObject({
      data: { sallyportCode: "not_found", httpStatus: 404 },
    });
  });

  it("[seed:D144 seed:D148 seed:S67] switches a client off, which stays listed, and on", async () => {
    await using started = await start();
    const { pub } = started.test;
    const { clients } = adminClient(started, await started.cookieOf("operator"));
    await clients.setActive.mutate({ clientId: pub.id, isActive: false });
    expect((await clients.get.query({ clientId: pub.id })).status).toBe("disabled");
    const { items } = await clients.list.query();
    expect(items.find(({ clientId }) => clientId === pub.id)?.status).toBe("disabled");
    await clients.setActive.mutate({ clientId: pub.id, isActive: true });
    expect((await clients.get.query({ clientId: pub.id })).status).toBe("active");
  });
});

describe("resources", () => {
  it("[seed:D145] are registered with their scopes, listed and removed", async () => {
    await using started = await start();
    const { resources, clients } = adminClient(started, await started.cookieOf("operator"));
    const uri = "https://mcp.example/mcp";
    const scopes = [
      { name: "notes:read", description: "Read notes" },
      { name: "notes:all", roles: ["owner" as const] },
    ];
    await resources.create.mutate({ uri, name: "Notes", scopes });
    const { items } = await resources.list.query();
    expect(items).toMatchObject([{ uri, name: "Notes", scopes }]);
    await expect(resources.create.mutate({ uri: `${uri}/` })).rejects.toMatchObject({
      data: { sallyportCode: "already_exists", field: "uri" },
    });
    await clients.create.mutate({
      clientName: "Notes app",
      redirectUris,
      scopes: ["notes:read"],
      defaultResource: uri,
    });
    await resources.delete.mutate({ uri });
    expect((await resources.list.query()).items).toEqual([]);
  });
});

describe("users", () => {
  it("[seed:D157] are created, switched off, given passwords and signed out by owners", async () => {
    await using started = await start();
    const { users } = adminClient(started, await started.cookieOf("owner"));
    const { userId, role } = await users.create.mutate({ email: "Eve@Example.com", password: "long enough" });
    expect(role).toBe("user");
    await users.setPassword.mutate({ userId, password: "even longer" });
    const { url, expiresAt } = await users.resetPassword.mutate({ userId });
    expect(new URL(url).origin).toBe("https://as.example");
    expect(expiresAt).toBeInstanceOf(Date);
    await users.signOutEverywhere.mutate({ userId });
    await users.setActive.mutate({ userId, isActive: false });
    const { items } = await users.list.query();
    expect(items.find((user) => user.email === "eve@example.com")).toMatchObject({ userId, isActive: false });
    expect(JSON.stringify(items)).not.toMatch(/password|hash/i);
  });
});

describe("system", () => {
  it("[seed:S2] tells issuer, store and keys", async () => {
    await using started = await start();
    const { system } = adminClient(started, await started.cookieOf("viewer"));
    const status = await system.status.query();
    expect(status).toMatchObject({ issuer: "https://as.example", store: "memory:", counts: { clients: 2 } });
    expect(status.signingKeys.map(({ alg }) => alg)).toEqual(expect.arrayContaining(["ES256"]));
    expect(status.now).toBeInstanceOf(Date);
  });

  it("tells versions, since when it runs, and when a signing key takes over", async () => {
    await using started = await start();
    const { clock } = started.test;
    const { system } = adminClient(started, await started.cookieOf("viewer"));
    const { now: startedAt } = await system.status.query();
    const days = (count: number): Date => new Date(startedAt.getTime() + count * 86_400_000);
    clock.advance(60);
    const status = await system.status.query();
    expect(status).toMatchObject({
      startedAt,
      nextKeyRotationAt: days(30),
      versions: { sallyport: "1.2.3", node: process.versions.node, store: "memory" },
    });
  });

  it("tells when an announced signing key takes over", async () => {
    await using started = await start();
    started.test.clock.advance(29 * 86_400);
    await started.test.provider.maintain();
    const { system } = adminClient(started, await started.cookieOf("viewer"));
    const { signingKeys, nextKeyRotationAt } = await system.status.query();
    const announced = signingKeys.filter(({ state }) => state === "announced");
    expect(announced.map(({ activeFrom }) => activeFrom)).toEqual(announced.map(() => nextKeyRotationAt));
    expect(announced).not.toEqual([]);
  });

  it("counts the clients that wait for approval", async () => {
    await using started = await start();
    const { store } = started.test;
    const { system } = adminClient(started, await started.cookieOf("viewer"));
    expect((await system.status.query()).pendingRegistrations).toBe(0);
    await store.clients.insert({ ...started.test.pub, id: "waiting", status: "pending" });
    expect(await system.status.query()).toMatchObject({ pendingRegistrations: 1, counts: { clients: 3 } });
  });
});

describe("explain", () => {
  it("tells administrators why a request was refused", async () => {
    await using started = await start();
    const { explain } = adminClient(started, await started.cookieOf("viewer"));
    const { provider } = started.test;
    const errorId = provider.flowLog.noteRefusal({
      requestId: "request-1",
      route: "token",
      status: 400,
      error: "invalid_scope",
      reason: "scope_widened",
      detail: { received: { scope: ["a", "b"] }, registered: { scopes: ["a"] } },
    });
    const explained = await explain.get.query({ errorId });
    expect(explained).toMatchObject({
      errorId,
      reason: "scope_widened",
      rule: expect.stringContaining("RFC 6749 section 6"),
      fix: expect.stringContaining("To get b, start"),
      received: { scope: ["a", "b"] },
      registered: { scopes: ["a"] },
    });
    expect(explained.timeline).toEqual([
      { at: explained.at, event: "request.token", facts: expect.objectContaining({ error_id: errorId }) },
    ]);
    const unknown = explain.get.query({ errorId: "err_00000000" });
    await expect(unknown).rejects.toMatchObject({ data: { sallyportCode: "not_found", field: "errorId" } });
  });
});

describe("explain.simulate", () => {
  it("tells administrators what a request would get", async () => {
    await using started = await start();
    const { explain } = adminClient(started, await started.cookieOf("viewer"));
    const url = `?${new URLSearchParams(goodRequest(started.test.pub, { redirect_uri: "https://evil.example/" }))}`;
    expect(await explain.simulate.mutate({ kind: "authorize", url })).toMatchObject({
      outcome: {
        kind: "refused_on_page",
        refusal: { reason: "redirect_uri_mismatch", received: { redirect_uri: "https://evil.example/" } },
      },
    });
    const parameters = { client_id: started.test.pub.id, grant_type: "authorization_code", code: "x" };
    expect(await explain.simulate.mutate({ kind: "token", parameters })).toMatchObject({
      outcome: { kind: "refused", refusal: { error: "invalid_grant", reason: "malformed_code" } },
      droppedScopes: [],
    });
    await expect(explain.simulate.mutate({ kind: "authorize", url: "http://[" })).rejects.toMatchObject({
      data: { sallyportCode: "invalid_input", field: "url" },
    });
  });
});

describe("a person's own consents", () => {
  it("[seed:T22 seed:S68 seed:D155] are listed with client, scopes and time", async () => {
    await using started = await start();
    const { test } = started;
    const { visitor } = await authorize(test, test.pub);
    const { consents, profile } = accountClient(started, visitor.session);
    const { items } = await consents.listMine.query();
    expect(items).toMatchObject([
      { clientId: test.pub.id, clientName: "Public", grantedScopes: ["openid", "profile", "email"], resources: [] },
    ]);
    expect(items[0]?.grantedAt).toEqual(new Date(1_800_000_000_000));
    expect((await profile.me.query()).email).toBe("alice@example.com");
  });

  it("[seed:D158] are marked while their client is switched off", async () => {
    await using started = await start();
    const { provider, pub } = started.test;
    const { visitor } = await authorize(started.test, pub);
    const { consents } = accountClient(started, visitor.session);
    expect((await consents.listMine.query()).items).toMatchObject([{ isClientActive: true }]);
    await provider.manage.clients.setStatus(pub.id, "disabled");
    expect((await consents.listMine.query()).items).toMatchObject([{ clientId: pub.id, isClientActive: false }]);
  });

  it("[seed:T23 seed:S69 seed:D154] are revoked with their tokens, once", async () => {
    await using started = await start();
    const { test } = started;
    const { visitor } = await authorize(test, test.bas);
    const { access_token: token } = await getTokens(test, test.bas, { visitor });
    expect(await introspect(test, token)).toMatchObject({ active: true });
    const { consents } = accountClient(started, visitor.session);
    await consents.revokeMine.mutate({ clientId: test.bas.id });
    expect(await introspect(test, token)).toEqual({ active: false });
    expect((await consents.listMine.query()).items).toEqual([]);
    await expect(consents.revokeMine.mutate({ clientId: test.bas.id })).rejects.toMatchObject({
      data: { sallyportCode: "not_found" },
    });
  });
});
