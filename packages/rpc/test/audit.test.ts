import { createTRPCClient, httpBatchLink } from "@trpc/client";
import superjson from "superjson";
import { describe, expect, it } from "vitest";
import type { AdminRouter } from "../src/index.ts";
import { type Started, start } from "./start.ts";

function clientFor({ adminUrl }: Started, cookie: string) {
  const headers = { cookie };
  return createTRPCClient<AdminRouter>({
    links: [httpBatchLink({ url: `${adminUrl}/trpc`, transformer: superjson, headers })],
  });
}

describe("audit.list", () => {
  it("[attack:A223 seed:D152] shows an operator's change at once, with who made it", async () => {
    await using started = await start();
    const { clients, audit, session } = clientFor(started, await started.cookieOf("operator"));
    const { userId } = await session.me.query();
    const clientId = started.test.pub.id;
    await clients.setActive.mutate({ clientId, isActive: false });
    const { items } = await audit.list.query({ limit: 1 });
    expect(items).toMatchObject([
      { type: "client.status_set", actorKind: "person", actorId: userId, clientId, details: { status: "disabled" } },
    ]);
    expect(items[0]?.at).toEqual(new Date(started.test.clock.now() * 1000));
  });

  it("[attack:A223] says what those whom it names are called, and after their end only their ids", async () => {
    await using started = await start();
    const { clients, audit, apiKeys } = clientFor(started, await started.cookieOf("operator"));
    const { test } = started;
    const { keyId, apiKey } = await apiKeys.create.mutate({ name: "Nightly", role: "operator" });
    const byKey = createTRPCClient<AdminRouter>({
      links: [
        httpBatchLink({
          url: `${started.adminUrl}/trpc`,
          transformer: superjson,
          headers: { authorization: `Bearer ${apiKey}` },
        }),
      ],
    });
    const clientId = test.pub.id;
    await clients.setActive.mutate({ clientId, isActive: false });
    await byKey.clients.setActive.mutate({ clientId, isActive: true });
    const { clientName } = await clients.get.query({ clientId });
    const [second, first] = (await audit.list.query({ clientId })).items;
    expect(first).toMatchObject({ clientName, actorName: "operator@example.com" });
    expect(second).toMatchObject({ clientName, actorId: keyId, actorName: "Nightly" });

    await clients.delete.mutate({ clientId });
    const { items } = await audit.list.query({ clientId });
    expect(items.map((row) => [row.clientId, row.clientName])).toEqual(items.map(() => [clientId, undefined]));
  });

  it("[seed:D151] says who registered a client", async () => {
    await using started = await start();
    const { clients, audit, session } = clientFor(started, await started.cookieOf("operator"));
    const { userId } = await session.me.query();
    const { clientId } = await clients.create.mutate({ clientName: "App", redirectUris: ["https://app.example/cb"] });
    const { items } = await audit.list.query({ clientId });
    expect(items).toMatchObject([{ type: "client.registered", actorKind: "person", actorId: userId }]);
  });

  it("pages through everything, newest first", async () => {
    await using started = await start();
    const { audit } = clientFor(started, await started.cookieOf("viewer"));
    const found: number[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await audit.list.query({ limit: 2, ...(cursor === undefined ? {} : { cursor }) });
      found.push(...page.items.map((row) => row.sequence));
      if (page.nextCursor === undefined) break;
      cursor = page.nextCursor;
    }
    expect(found.length).toBeGreaterThan(4);
    expect(found).toEqual(Array.from({ length: found.length }, (_, index) => found.length - index));
  });

  it("filters by what happened, to whom, and when", async () => {
    await using started = await start();
    const { audit } = clientFor(started, await started.cookieOf("viewer"));
    const { test } = started;
    test.clock.advance(100);
    await test.provider.manage.clients.setStatus(test.pub.id, "disabled");
    await test.provider.manage.clients.setStatus(test.bas.id, "disabled");
    await test.provider.flush();
    const types = async (filter: Parameters<typeof audit.list.query>[0]) =>
      (await audit.list.query(filter)).items.map((row) => row.type);
    expect(await types({ clientId: test.pub.id })).toEqual(["client.status_set", "client.registered"]);
    expect(await types({ clientId: test.pub.id, type: "client.registered" })).toEqual(["client.registered"]);
    const now = test.clock.now() * 1000;
    expect(await types({ from: new Date(now) })).toEqual(["client.status_set", "client.status_set"]);
    expect(await types({ from: new Date(now - 500) })).toEqual(["client.status_set", "client.status_set"]);
    expect(await types({ clientId: test.pub.id, until: new Date(now) })).toEqual(["client.registered"]);
  });

  it("finds what happened around a refused request by its error id", async () => {
    await using started = await start();
    const { audit } = clientFor(started, await started.cookieOf("viewer"));
    const { provider } = started.test;
    const errorId = provider.flowLog.noteRefusal({
      requestId: "request-1",
      route: "token",
      status: 400,
      error: "invalid_grant",
      reason: "code_replayed",
      detail: {},
    });
    expect(await audit.list.query({ errorId })).toEqual({ items: [] });
    await expect(audit.list.query({ errorId: "err_00000000" })).rejects.toMatchObject({
      data: { sallyportCode: "not_found", field: "errorId" },
    });
  });

  it("[attack:A217 attack:A218] takes known filters and bounded values only", async () => {
    await using started = await start();
    const cookie = await started.cookieOf("viewer");
    for (const input of [
      { sort: "type" },
      { limit: 0 },
      { limit: 201 },
      { limit: 1e9 },
      { type: "" },
      { cursor: "x'" },
    ]) {
      const answer = await started.admin("audit.list", { cookie, input });
      expect(answer.error?.data).toMatchObject({ sallyportCode: "invalid_input" });
    }
    for (const type of ["%", "_", `x" or 1=1 --`, "\u0000"]) {
      expect((await started.admin("audit.list", { cookie, input: { type } })).data).toEqual({ items: [] });
    }
  });
});

describe("the audit trail of administrators", () => {
  it("[asvs:16.3.1] tells of signing in at the admin listener, of failing to, and of signing out", async () => {
    await using started = await start();
    const owner = clientFor(started, await started.cookieOf("owner"));
    const operator = clientFor(started, await started.cookieOf("operator"));
    const { userId } = await operator.session.me.query();
    await expect(
      operator.session.signIn.mutate({ email: "operator@example.com", password: "not the password" }),
    ).rejects.toMatchObject({ data: { sallyportCode: "unauthenticated" } });
    await operator.session.signOut.mutate();
    const { items } = await owner.audit.list.query({ userId });
    expect(items).toMatchObject([
      { type: "session.ended" },
      { type: "sign_in.failed", reason: "wrong_password", details: { door: "admin" } },
      { type: "sign_in.succeeded", details: { door: "admin" } },
      { type: "user.created", details: { role: "operator" } },
    ]);
  });
});
