import { authorize, getTokens, introspect, testPassword, type TestProvider } from "@sallyport/fixtures";
import { describe, expect, it } from "vitest";
import { type CallOptions, type Started, start } from "./start.ts";

const cookieOf = async ({ test }: Started): Promise<string> => {
  const { visitor } = await authorize(test, test.pub);
  return `sp_session=${visitor.session}`;
};

interface Listed {
  items: { sessionId: string; isCurrent: boolean; audience: string; userAgent?: string }[];
  nextCursor?: string;
}

async function list(started: Started, cookie: string, input?: object): Promise<Listed> {
  return (await started.account("sessions.listMine", { cookie, input })).data as Listed;
}

/** Somebody else, who is signed in. */
async function cookieOfBob({ test }: Started): Promise<string> {
  await test.provider.manage.users.create({ email: "bob@example.com", password: testPassword, role: "user" });
  const cookies = { browser: undefined, session: undefined };
  const { browserCookie: browser } = await test.provider.account.open(cookies);
  const { csrf } = await test.provider.account.open({ browser, session: undefined });
  const form = { csrf, email: "bob@example.com", password: testPassword };
  return `sp_session=${await test.provider.account.signIn({ cookies: { browser, session: undefined } }, form)}`;
}

function mutate(started: Started, path: string, { cookie, input }: Pick<CallOptions, "cookie" | "input">) {
  return started.account(path, { method: "POST", cookie, input });
}

const isSignedIn = async ({ provider }: TestProvider, cookie: string): Promise<boolean> =>
  (await provider.sessions.find(cookie.replace("sp_session=", ""))) !== undefined;

describe("a person's own sessions", () => {
  it("[attack:A219] are listed newest first with the own one marked, and nothing that opens them", async () => {
    await using started = await start();
    const [first, second] = [await cookieOf(started), await cookieOf(started)];
    const { items } = await list(started, first);
    expect(items.map(({ isCurrent }) => isCurrent)).toEqual([false, true]);
    const page = await list(started, first, { limit: 1 });
    expect((await list(started, first, { limit: 1, cursor: page.nextCursor })).items).toEqual([items[1]]);
    const { text } = await started.account("sessions.listMine", { cookie: first });
    for (const cookie of [first, second]) {
      const session = cookie.replace("sp_session=", "");
      const found = await started.test.provider.sessions.find(session);
      for (const secret of [session, found?.session.hash ?? session]) expect(text).not.toContain(secret);
    }
  });

  it("[asvs:7.5.2] are ended one by one, with the password", async () => {
    await using started = await start();
    const [mine, other, third] = [await cookieOf(started), await cookieOf(started), await cookieOf(started)];
    const sessionId = (await list(started, other)).items.find(({ isCurrent }) => isCurrent)?.sessionId;
    const end = (password: string) =>
      mutate(started, "sessions.revokeMine", { cookie: mine, input: { sessionId, password } });
    expect((await end("wrong")).error?.data).toMatchObject({ sallyportCode: "forbidden" });
    expect(await isSignedIn(started.test, other)).toBe(true);
    expect((await end(testPassword)).status).toBe(200);
    expect(await Promise.all([mine, other, third].map((one) => isSignedIn(started.test, one)))).toEqual([
      true,
      false,
      true,
    ]);
    expect((await end(testPassword)).error?.data).toMatchObject({ sallyportCode: "not_found" });
  });

  it("[asvs:7.5.2] are all ended but the one that asks", async () => {
    await using started = await start();
    const [mine, ...others] = [await cookieOf(started), await cookieOf(started), await cookieOf(started)];
    const end = (password: string) => mutate(started, "sessions.revokeOthers", { cookie: mine, input: { password } });
    expect((await end("wrong")).status).toBe(403);
    expect((await end(testPassword)).data).toEqual({ revoked: 2 });
    for (const other of others) expect(await isSignedIn(started.test, other)).toBe(false);
    expect((await list(started, mine ?? "")).items).toHaveLength(1);
  });

  it("[attack:A212 asvs:8.2.2] of somebody else are as unknown as none", async () => {
    await using started = await start();
    const alice = await cookieOf(started);
    const [{ sessionId } = { sessionId: "" }] = (await list(started, alice)).items;
    const bob = await cookieOfBob(started);
    const end = (id: string) =>
      mutate(started, "sessions.revokeMine", { cookie: bob, input: { sessionId: id, password: testPassword } });
    const [theirs, unknown] = [await end(sessionId), await end("zzzz")];
    expect(theirs.error?.data).toMatchObject({ sallyportCode: "not_found" });
    expect(unknown.error?.data).toEqual({ ...theirs.error?.data, requestId: unknown.error?.data["requestId"] });
    expect(await isSignedIn(started.test, alice)).toBe(true);
    expect((await list(started, bob)).items.map((session) => session.sessionId)).not.toContain(sessionId);
  });

  it.each(["", "-1", "1.5", "A", "zzzzzzzzzzzz", "0"])("refuses the id %j", async (sessionId) => {
    await using started = await start();
    const input = { sessionId, password: testPassword };
    const { error } = await mutate(started, "sessions.revokeMine", { cookie: await cookieOf(started), input });
    expect(error?.data).toMatchObject({ sallyportCode: "invalid_input", field: "sessionId" });
  });
});

describe("a person's own password", () => {
  const password = "another password 9";

  it("[seed:D157 asvs:6.2.3 asvs:7.5.1] is changed with the old one: everything else ends, and the caller goes on", async () => {
    await using started = await start();
    const [mine, other] = [await cookieOf(started), await cookieOf(started)];
    const { access_token: token } = await getTokens(started.test, started.test.bas);
    const change = (currentPassword: string) =>
      mutate(started, "password.change", { cookie: mine, input: { currentPassword, password } });
    expect((await change("wrong")).status).toBe(403);
    expect(await introspect(started.test, token)).toMatchObject({ active: true });
    const changed = await change(testPassword);
    const [cookie = ""] = changed.headers.getSetCookie();
    expect(cookie.split("; ").slice(1)).toEqual(["Max-Age=1209600", "Path=/", "HttpOnly", "SameSite=Lax"]);
    expect(await isSignedIn(started.test, cookie.split(";", 1)[0] ?? "")).toBe(true);
    for (const old of [mine, other]) expect(await isSignedIn(started.test, old)).toBe(false);
    expect(await introspect(started.test, token)).toEqual({ active: false });
  });

  it("stays when the new one cannot be taken", async () => {
    await using started = await start();
    const cookie = await cookieOf(started);
    const input = { currentPassword: testPassword, password: "short" };
    const { error } = await mutate(started, "password.change", { cookie, input });
    expect(error?.data).toMatchObject({ sallyportCode: "invalid_input", field: "password" });
    expect(await isSignedIn(started.test, cookie)).toBe(true);
  });

  it("[attack:A135] is not guessed more than ten times a minute", async () => {
    await using started = await start();
    const cookie = await cookieOf(started);
    const guess = async (currentPassword: string) =>
      (await mutate(started, "password.change", { cookie, input: { currentPassword, password } })).status;
    for (let attempt = 0; attempt < 10; attempt += 1) expect(await guess("wrong")).toBe(403);
    expect(await guess(testPassword)).toBe(429);
  });
});
