import { request } from "node:http";
import { StoreUnavailableError } from "@sallyport/core";
import { testPassword } from "@sallyport/fixtures";
import { describe, expect, it, vi } from "vitest";
import { callRpc, start } from "./start.ts";

const newClient = { clientName: "App", redirectUris: ["https://app.example/cb"] };
const credentials = { email: "owner@example.com", password: testPassword };

describe("requests that are refused before anything is read", () => {
  it.each([
    ["a form", { "content-type": "multipart/form-data; boundary=x" }, 415],
    ["text", { "content-type": "text/plain" }, 415],
    ["bytes", { "content-type": "application/octet-stream" }, 415],
    ["another site", { origin: "https://evil.example" }, 403],
    ["a sandboxed page", { origin: "null" }, 403],
    ["another port of the host", { origin: "http://admin.test:81" }, 403],
  ])("[seed:S6 attack:A213 attack:A221] %s", async (_what, headers, status) => {
    await using started = await start();
    const cookie = await started.cookieOf("owner");
    const answer = await started.admin("session.signOut", { method: "POST", cookie, headers, body: "{}" });
    expect(answer.status).toBe(status);
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
    expect((await started.admin("session.me", { cookie })).status).toBe(200);
  });

  it("[attack:A221] a query that a foreign page sends without Origin", async () => {
    await using started = await start();
    const cookie = await started.cookieOf("owner");
    const headers = { "sec-fetch-site": "same-site" };
    expect((await started.admin("session.me", { cookie, headers })).status).toBe(403);
    expect((await started.admin("session.me", { cookie, headers: { "sec-fetch-site": "same-origin" } })).status).toBe(
      200,
    );
  });

  it("[attack:A214] mutations by GET, also with an overriding header", async () => {
    await using started = await start();
    const cookie = await started.cookieOf("owner");
    const headers = { "x-http-method-override": "POST" };
    const answer = await started.admin("session.signOut", { cookie, headers });
    expect(answer).toMatchObject({ status: 405, error: { data: { sallyportCode: "method_not_supported" } } });
  });

  it("[attack:A214] queries by POST, and every other method", async () => {
    await using started = await start();
    const cookie = await started.cookieOf("owner");
    expect((await started.admin("session.me", { method: "POST", cookie })).status).toBe(405);
    const put = await fetch(`${started.adminUrl}/trpc/session.me`, { method: "PUT", headers: { cookie } });
    expect(put.status).toBe(405);
  });

  it("[attack:A215] bodies beyond 256 KiB, announced or not", async () => {
    await using started = await start();
    const cookie = await started.cookieOf("owner");
    const body = JSON.stringify({ json: { ...newClient, clientName: "x".repeat(300_000) } });
    const announced = await started.admin("clients.create", { method: "POST", cookie, body });
    expect(announced).toMatchObject({ status: 413, error: { data: { sallyportCode: "too_large" } } });
    expect(await postInChunks(`${started.adminUrl}/trpc/clients.create`, { cookie, body })).toBe(413);
  });

  it("[attack:A214] batches of more than ten calls, and batches of queries and mutations", async () => {
    await using started = await start();
    const cookie = await started.cookieOf("owner");
    const batch = (names: string[]) => callRpc(started.adminUrl, `${names.join(",")}?batch=1`, { cookie });
    expect((await batch(Array<string>(10).fill("session.me"))).status).toBe(200);
    expect((await batch(Array<string>(11).fill("session.me"))).status).toBe(400);
    expect((await batch(["session.me", "session.signOut"])).status).toBe(400);
  });
});

describe("input", () => {
  it.each([
    ["clients.create", { ...newClient, clientId: "mine" }, "clientId"],
    ["clients.create", { ...newClient, redirectUris: ["javascript:alert(1)"] }, "redirectUris"],
    ["clients.create", { ...newClient, redirectUris: "https://a.example/cb,https://b.example/cb" }, "redirectUris"],
    ["clients.create", { ...newClient, clientType: "secret" }, "clientType"],
    ["clients.create", { ...newClient, clientName: "x".repeat(256) }, "clientName"],
    ["clients.create", { ...newClient, clientName: " " }, "clientName"],
    ["clients.create", { ...newClient, scopes: ["root nuke"] }, "scopes"],
    ["clients.create", { ...newClient, defaultResource: "not a url" }, "defaultResource"],
    ["users.create", { email: "x", password: "long enough" }, "email"],
    ["users.create", { email: "x@example.com", password: "short" }, "password"],
    ["users.create", { email: "x@example.com", password: "long enough", passwordHash: "x" }, "passwordHash"],
  ])("[seed:D143 attack:A217] of %s names the member at fault: %j", async (path, input, field) => {
    await using started = await start();
    const cookie = await started.cookieOf("owner");
    const answer = await started.admin(path, { method: "POST", cookie, input });
    expect(answer).toMatchObject({ status: 400, error: { data: { sallyportCode: "invalid_input", field } } });
    expect(answer.text).not.toMatch(/zod|stack|expected|\.ts/i);
  });

  it.each([{ limit: 0 }, { limit: -1 }, { limit: 1e9 }, { limit: "NaN" }, { cursor: 'a"; drop table' }, { sort: "x" }])(
    "[attack:A218] of a list is bounded: %j",
    async (input) => {
      await using started = await start();
      const cookie = await started.cookieOf("viewer");
      expect((await started.admin("clients.list", { cookie, input })).status).toBe(400);
    },
  );
});

describe("errors", () => {
  it("[seed:S8 attack:A220 asvs:16.5.1] of ours say nothing of their cause", async () => {
    await using started = await start();
    const cookie = await started.cookieOf("viewer");
    vi.spyOn(started.test.store.clients, "list").mockRejectedValue(new Error("SELECT secret FROM clients"));
    const answer = await started.admin("clients.list", { cookie });
    expect(answer.status).toBe(500);
    expect(answer.error).toEqual({
      message: "the server failed",
      code: -32603,
      data: { code: "INTERNAL_SERVER_ERROR", httpStatus: 500, path: "clients.list", sallyportCode: "internal" },
    });
    expect(started.failures).toMatchObject([
      { path: "clients.list", cause: { message: "SELECT secret FROM clients" } },
    ]);
  });

  it("[seed:D137] of the store are 503", async () => {
    await using started = await start();
    const cookie = await started.cookieOf("viewer");
    vi.spyOn(started.test.store.clients, "list").mockRejectedValue(new StoreUnavailableError("locked"));
    const answer = await started.admin("clients.list", { cookie });
    expect(answer).toMatchObject({ status: 503, error: { data: { sallyportCode: "unavailable" } } });
    expect(answer.text).not.toContain("locked");
  });

  it("[attack:A220] of unknown procedures and broken JSON are in our words", async () => {
    await using started = await start();
    const unknown = await started.admin("clients.__proto__");
    expect(unknown).toMatchObject({ status: 404, error: { message: "there is no such procedure" } });
    const broken = await started.admin("session.signIn", { method: "POST", body: "{" });
    expect(broken).toMatchObject({ status: 400, error: { message: "the request cannot be read" } });
  });
});

describe("the administrator's session", () => {
  it("begins with a cookie for this listener only, and ends at sign-out", async () => {
    await using started = await start();
    await started.cookieOf("owner");
    const signedIn = await started.admin("session.signIn", { method: "POST", input: credentials });
    const set = signedIn.headers.get("set-cookie") ?? "";
    expect(set).toMatch(/^sp_admin=sp_ss_[\w-]+; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(signedIn.headers.get("cache-control")).toBe("no-store");
    const [cookie] = set.split(";");
    expect((await started.admin("session.me", { cookie })).data).toMatchObject({ email: "owner@example.com" });
    const out = await started.admin("session.signOut", { method: "POST", cookie });
    expect(out.headers.get("set-cookie")).toContain("Max-Age=0");
    expect((await started.admin("session.me", { cookie })).status).toBe(401);
  });

  it("has a __Host- cookie over https", async () => {
    await using started = await start({ secureCookies: true });
    await started.cookieOf("owner");
    const signedIn = await started.admin("session.signIn", { method: "POST", input: credentials });
    expect(signedIn.headers.get("set-cookie")).toMatch(
      /^__Host-sp_admin=[\w-]+; Path=\/; HttpOnly; SameSite=Strict; Secure$/,
    );
  });

  it("ends with the person's", async () => {
    await using started = await start();
    const cookie = await started.cookieOf("viewer");
    const { data } = await started.admin("session.me", { cookie });
    await started.test.provider.manage.users.setStatus((data as { userId: string }).userId, "disabled");
    expect((await started.admin("session.me", { cookie })).status).toBe(401);
  });

  it("[seed:D137] is not counted as a failure when the store was down", async () => {
    await using started = await start({ signInLimits: { perAddressAndMinute: 2, perAccountAndMinute: 2 } });
    await started.cookieOf("owner");
    const attempt = () => started.admin("session.signIn", { method: "POST", input: credentials });
    const { users } = started.test.store;
    const down = vi.spyOn(users, "getByEmail").mockRejectedValue(new StoreUnavailableError("locked"));
    for (let time = 0; time < 3; time += 1) expect((await attempt()).status).toBe(503);
    down.mockRestore();
    expect((await attempt()).status).toBe(200);
  });

  it("[seed:S98 seed:D152] is attempted a bounded number of times, charged before the password is looked at", async () => {
    await using started = await start({ signInLimits: { perAddressAndMinute: 100, perAccountAndMinute: 2 } });
    await started.cookieOf("owner");
    const attempt = (password: string, email = credentials.email) =>
      started.admin("session.signIn", { method: "POST", input: { email, password } });
    await attempt("wrong password 1");
    await attempt("wrong password 2", " OWNER@example.com");
    const answer = await attempt(credentials.password);
    expect(answer).toMatchObject({ status: 429, error: { data: { sallyportCode: "rate_limited" } } });
  });

  it("[seed:S98] is counted by the address that the trusted proxy saw, and by no other that is claimed", async () => {
    const signInLimits = { perAddressAndMinute: 1, perAccountAndMinute: 100 };
    const statusesBehind = async (trustedHops: number) => {
      await using started = await start({ signInLimits, trustedHops });
      const input = { email: "x@example.com", password: "wrong password" };
      const statuses: number[] = [];
      for (const seen of ["203.0.113.1", "203.0.113.2", "203.0.113.2"]) {
        const headers = { "x-forwarded-for": `198.51.100.${statuses.length}, ${seen}` };
        statuses.push((await started.admin("session.signIn", { method: "POST", input, headers })).status);
      }
      return statuses;
    };
    expect(await statusesBehind(1)).toEqual([401, 401, 429]);
    expect(await statusesBehind(0)).toEqual([401, 429, 429]);
  });

  it("does not count against people who know their password", async () => {
    await using started = await start({ signInLimits: { perAddressAndMinute: 2, perAccountAndMinute: 2 } });
    await started.cookieOf("owner");
    for (let time = 0; time < 5; time += 1) {
      expect((await started.admin("session.signIn", { method: "POST", input: credentials })).status).toBe(200);
    }
  });

  it("[seed:S98 attack:A214] counts every call of a batch", async () => {
    await using started = await start({ signInLimits: { perAddressAndMinute: 3, perAccountAndMinute: 100 } });
    const names = Array<string>(5).fill("session.signIn").join(",");
    const input = { json: { email: "x@example.com", password: "wrong password" } };
    const body = JSON.stringify({ 0: input, 1: input, 2: input, 3: input, 4: input });
    const answer = await callRpc(started.adminUrl, `${names}?batch=1`, { method: "POST", body });
    const statuses = (JSON.parse(answer.text) as { error: { json: { data: { httpStatus: number } } } }[]).map(
      ({ error }) => error.json.data.httpStatus,
    );
    expect(statuses.toSorted((a, b) => a - b)).toEqual([401, 401, 401, 429, 429]);
  });
});

/** Posts without saying how long the body is. */
function postInChunks(url: string, { cookie, body }: { cookie: string; body: string }): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { cookie, "content-type": "application/json", "transfer-encoding": "chunked" };
    const sent = request(url, { method: "POST", headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
