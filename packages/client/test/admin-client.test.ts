import { testPassword } from "@sallyport/fixtures";
import { describe, expect, it, vi } from "vitest";
import { type AdminClient, createAdminClient, isSallyportError, type SallyportError } from "../src/index.ts";
import { serve } from "./serve.ts";
import { type AdminRole, type Started, start } from "./start.ts";

const newClient = { clientName: "App", redirectUris: ["https://app.example/cb"] };

function clientFor({ adminUrl }: Started, role: AdminRole) {
  return createAdminClient({ url: adminUrl, credentials: { email: `${role}@example.com`, password: testPassword } });
}

/** Those made of `newClient`: the provider has others. */
async function countNewClients({ clients }: AdminClient): Promise<number> {
  const { items } = await clients.list.query();
  return items.filter(({ clientName }) => clientName === newClient.clientName).length;
}

async function refusalOf(call: Promise<unknown>): Promise<SallyportError["data"]> {
  const error: unknown = await call.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (!isSallyportError(error)) throw new Error("not refused", { cause: error });
  return error.data;
}

describe("with an API key", () => {
  async function keyOf({ test }: Started, role: AdminRole): Promise<string> {
    const maker = { email: `${role}@example.com` };
    return (await test.provider.manage.apiKeys.create({ name: "CI", role, maker })).text;
  }

  it("shows it at every call, and no cookie", async () => {
    await using started = await start();
    const client = createAdminClient({ url: started.adminUrl, apiKey: await keyOf(started, "operator") });
    const { clientId } = await client.clients.create.mutate(newClient);
    expect((await client.clients.get.query({ clientId })).clientName).toBe("App");
    expect(started.calls).toEqual(["POST clients.create", "GET clients.get"]);
    expect(started.signIns()).toBe(0);
  });

  it("is told when the key is no good, and tries nothing else", async () => {
    await using started = await start();
    const apiKey = await keyOf(started, "viewer");
    const client = createAdminClient({ url: started.adminUrl, apiKey });
    expect(await refusalOf(client.clients.create.mutate(newClient))).toMatchObject({ sallyportCode: "forbidden" });
    const cut = createAdminClient({ url: started.adminUrl, apiKey: apiKey.slice(0, -1) });
    expect(await refusalOf(cut.clients.list.query())).toMatchObject({ sallyportCode: "unauthenticated" });
    expect(started.calls).toEqual(["POST clients.create", "GET clients.list"]);
  });

  it("sends it nowhere else when the server redirects", async () => {
    const seen: (string | undefined)[] = [];
    await using other = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.end();
    });
    await using server = await serve(
      (_request, response) => void response.writeHead(307, { location: other.origin }).end(),
    );
    const client = createAdminClient({ url: server.origin, apiKey: "sp_ak_secret" });
    await expect(client.clients.list.query()).rejects.toThrow();
    expect(seen).toEqual([]);
  });
});

describe("with credentials", () => {
  it("signs in when the first call needs it, and keeps the session", async () => {
    await using started = await start();
    const { clients } = clientFor(started, "operator");
    expect(started.calls).toEqual([]);
    const { clientId } = await clients.create.mutate(newClient);
    const { items } = await clients.list.query();
    const { pub, bas } = started.test;
    expect(items.map((client) => client.clientId)).toEqual([clientId, bas.id, pub.id]);
    expect(items[0]?.createdAt).toEqual(started.now());
    expect(started.calls).toEqual([
      "POST clients.create",
      "POST session.signIn",
      "POST clients.create",
      "GET clients.list",
    ]);
  });

  it("sends a mutation again with all of its input", async () => {
    await using started = await start();
    const client = await clientFor(started, "operator").clients.create.mutate({
      ...newClient,
      clientType: "confidential",
    });
    expect(client).toMatchObject({
      ...newClient,
      clientType: "confidential",
      clientSecret: expect.stringMatching(/^sp_cs_/),
    });
    expect(await countNewClients(clientFor(started, "viewer"))).toBe(1);
  });

  it("signs in once more after the session has ended", async () => {
    await using started = await start();
    const { session } = clientFor(started, "owner");
    await session.me.query();
    started.endSessions();
    expect(await session.me.query()).toMatchObject({ role: "owner", signedInAt: started.now() });
    expect(started.signIns()).toBe(2);
    await session.me.query();
    expect(started.signIns()).toBe(2);
  });

  it("signs in once for calls that are refused together", async () => {
    await using started = await start();
    const client = clientFor(started, "operator");
    const { clients, session } = client;
    const all = () => Promise.all([session.me.query(), clients.list.query(), clients.create.mutate(newClient)]);
    await all();
    expect(started.signIns()).toBe(1);
    started.endSessions();
    await all();
    expect(started.signIns()).toBe(2);
    expect(await countNewClients(client)).toBe(2);
  });

  it("gives a call that was refused late the session of the others", async () => {
    await using started = await start();
    const refused = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    const { clients, session } = createAdminClient({
      url: started.adminUrl,
      credentials: { email: "owner@example.com", password: testPassword },
      fetch: async (input, init) => {
        const response = await fetch(input, init);
        if (!String(input).includes("clients.list") || response.status !== 401) return response;
        refused.resolve();
        await held.promise;
        return response;
      },
    });
    const late = clients.list.query();
    await refused.promise;
    await session.me.query();
    held.resolve();
    await late;
    expect(started.signIns()).toBe(1);
  });

  it("asks once more only: a session that ends at once is the caller's to know", async () => {
    await using started = await start();
    const { session } = createAdminClient({
      url: started.adminUrl,
      credentials: { email: "owner@example.com", password: testPassword },
      fetch: async (input, init) => {
        const response = await fetch(input, init);
        started.endSessions();
        return response;
      },
    });
    expect(await refusalOf(session.me.query())).toMatchObject({ sallyportCode: "unauthenticated", path: "session.me" });
    expect(started.calls).toEqual(["GET session.me", "POST session.signIn", "GET session.me"]);
  });

  it("says to every call that the password is wrong, after one attempt for all", async () => {
    await using started = await start();
    const credentials = { email: "owner@example.com", password: "wrong" };
    const { session, clients } = createAdminClient({ url: started.adminUrl, credentials });
    const refusals = await Promise.all([session.me.query(), clients.list.query()].map(refusalOf));
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({ sallyportCode: "unauthenticated", httpStatus: 401, path: "session.signIn" });
    }
    expect(started.calls).toEqual(["GET session.me,clients.list", "POST session.signIn"]);
    await refusalOf(session.me.query());
    expect(started.calls).toHaveLength(4);
  });

  it("leaves another person's wrong password alone", async () => {
    await using started = await start();
    const { session } = clientFor(started, "owner");
    const other = { email: "viewer@example.com", password: "wrong" };
    expect(await refusalOf(session.signIn.mutate(other))).toMatchObject({ sallyportCode: "unauthenticated" });
    expect(started.calls).toEqual(["POST session.signIn"]);
  });
});

describe("without credentials", () => {
  it("keeps the session of whoever signs in, until they sign out", async () => {
    await using started = await start();
    const cookies: (string | null)[] = [];
    const { session } = createAdminClient({
      url: `${started.adminUrl}/`,
      fetch: (input, init) => {
        cookies.push(new Headers(init?.headers).get("cookie"));
        return fetch(input, init);
      },
    });
    await session.signIn.mutate({ email: "viewer@example.com", password: testPassword });
    expect((await session.me.query()).email).toBe("viewer@example.com");
    await session.signOut.mutate();
    expect(await refusalOf(session.me.query())).toMatchObject({ sallyportCode: "unauthenticated" });
    const [, cookie] = cookies;
    expect(cookie).toMatch(/^sp_admin=[^;\s]+$/);
    expect(cookies).toEqual([null, cookie, cookie, null]);
  });

  it("shares sessions with no other client", async () => {
    await using started = await start();
    const { session } = createAdminClient({ url: started.adminUrl });
    await session.signIn.mutate({ email: "owner@example.com", password: testPassword });
    const other = createAdminClient({ url: started.adminUrl });
    expect(await refusalOf(other.session.me.query())).toMatchObject({ sallyportCode: "unauthenticated" });
  });
});

describe("requests", () => {
  it("carry ten queries at most", async () => {
    await using started = await start();
    const { session } = clientFor(started, "viewer");
    await session.me.query();
    await Promise.all(Array.from({ length: 11 }, () => session.me.query()));
    expect(started.calls.slice(3).map((call) => call.split(",").length)).toEqual([10, 1]);
  });

  it("go to the server that was named, and follow no redirect with a password", async () => {
    await using started = await start();
    await using front = await serve((_request, response) => {
      response.writeHead(307, { location: `${started.adminUrl}/trpc/session.signIn` }).end();
    });
    const { session } = createAdminClient({ url: front.origin });
    await expect(session.signIn.mutate({ email: "owner@example.com", password: testPassword })).rejects.toThrow(/./);
    expect(started.calls).toEqual([]);
  });

  it("of a page go to its own origin, with no cookie of ours", async () => {
    const asked: { path: string | undefined; cookie: string | null }[] = [];
    const { clients } = createAdminClient({
      url: "/",
      fetch: (input, init) => {
        asked.push({ path: String(input).split("?", 1)[0], cookie: new Headers(init?.headers).get("cookie") });
        return Promise.resolve(Response.json([{ result: { data: { json: { items: [] } } } }]));
      },
    });
    expect(await clients.list.query()).toEqual({ items: [] });
    expect(asked).toEqual([{ path: "/trpc/clients.list", cookie: null }]);
  });

  it("can be given up", async () => {
    await using started = await start();
    const { session } = clientFor(started, "owner");
    await expect(session.me.query(undefined, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
    expect(started.signIns()).toBe(0);
  });
});

describe("errors", () => {
  it("have a code, the member of the input at fault and the name of the request", async () => {
    await using started = await start();
    const { clients } = clientFor(started, "operator");
    const refusal = await refusalOf(
      clients.create.mutate({ clientName: "", redirectUris: ["https://app.example/cb"] }),
    );
    expect(refusal).toMatchObject({
      sallyportCode: "invalid_input",
      httpStatus: 400,
      field: "clientName",
      path: "clients.create",
      requestId: `request-${started.calls.length}`,
    });
  });

  it("tell roles, limits and failures apart", async () => {
    await using started = await start({ signInLimits: { perAddressAndMinute: 3, perAccountAndMinute: 1 } });
    const { clients } = clientFor(started, "viewer");
    expect(await refusalOf(clients.create.mutate(newClient))).toMatchObject({ sallyportCode: "forbidden" });
    vi.spyOn(started.test.store.clients, "setStatus").mockRejectedValue(new Error("SELECT secret FROM clients"));
    const operator = clientFor(started, "operator");
    const failing = operator.clients.setActive.mutate({ clientId: started.test.pub.id, isActive: false });
    expect(await refusalOf(failing)).toMatchObject({ sallyportCode: "internal", httpStatus: 500 });
    const { session } = createAdminClient({ url: started.adminUrl });
    const guess = () => refusalOf(session.signIn.mutate({ email: "owner@example.com", password: "wrong" }));
    expect(await guess()).toMatchObject({ sallyportCode: "unauthenticated" });
    expect(await guess()).toMatchObject({ sallyportCode: "rate_limited", httpStatus: 429 });
  });

  it("are not Sallyport's when nobody answers, or something else", async () => {
    await using other = await serve((_request, response) => void response.writeHead(502).end("<h1>Bad gateway</h1>"));
    const { session } = createAdminClient({ url: other.origin });
    const error: unknown = await session.me.query().catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(Error);
    expect(isSallyportError(error)).toBe(false);
  });

  it.each([
    ["nothing", undefined],
    ["a text", "unauthenticated"],
    ["data alone", { data: { sallyportCode: "internal", httpStatus: 500 } }],
    ["an error without data", new Error("x")],
    ["a code that is none", Object.assign(new Error("x"), { data: { sallyportCode: "toString", httpStatus: 500 } })],
    ["data that is half there", Object.assign(new Error("x"), { data: { sallyportCode: "internal" } })],
    ["a field that is no text", withData({ sallyportCode: "invalid_input", httpStatus: 400, field: 1 })],
  ])("are not Sallyport's: %s", (_what, error) => {
    expect(isSallyportError(error)).toBe(false);
  });

  it("are known by their shape, from another copy of the library too", () => {
    expect(isSallyportError(withData({ sallyportCode: "internal", httpStatus: 500 }))).toBe(true);
  });
});

function withData(data: object): Error {
  return Object.assign(new Error("x"), { data });
}
