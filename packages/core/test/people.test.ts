import {
  authorize,
  createTestProvider,
  getCode,
  getTokens,
  introspect,
  redeem,
  refresh,
  testPassword,
  type TestProvider,
} from "@sallyport/fixtures";
import { beforeEach, describe, expect, it } from "vitest";
import { ManagementError } from "../src/errors.ts";
import { hashSecret } from "../src/secret.ts";

let test: TestProvider;

beforeEach(async () => {
  test = await createTestProvider();
});

const manage = () => test.provider.manage;

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.catch((caught: unknown) => caught);
  if (!(error instanceof ManagementError)) throw new Error(`not refused: ${String(error)}`);
  return `${error.code}${error.field === undefined ? "" : ` ${error.field}`}`;
}

describe("what a person and their applications hold", () => {
  const ends: Record<string, () => Promise<unknown>> = {
    "disabling the person": () => manage().users.setStatus(test.alice.id, "disabled"),
    "a new password": () => manage().users.setPassword(test.alice.id, "another password"),
    "signing out everywhere": () => manage().users.signOutEverywhere(test.alice.id),
    "ending all of the person": () => manage().grants.revokeAllOfUser(test.alice.id),
    "erasing the person": () => manage().users.erase(test.alice.id),
  };

  it.each(Object.entries(ends))(
    "[seed:D157 seed:C29 seed:D134] is dead after %s: codes, access tokens, refresh tokens and sessions",
    async (_name, end) => {
      const { visitor } = await authorize(test, test.bas);
      const tokens = await getTokens(test, test.bas, { visitor });
      const code = await getCode(test, test.bas, { visitor });
      await end();
      expect(await introspect(test, tokens["access_token"])).toEqual({ active: false });
      expect(await introspect(test, tokens["refresh_token"])).toEqual({ active: false });
      await expect(refresh(test, test.bas, tokens)).rejects.toMatchObject({ error: "invalid_grant" });
      await expect(redeem(test, test.bas, { code })).rejects.toMatchObject({ error: "invalid_grant" });
      expect(await test.provider.sessions.find(visitor.session)).toBeUndefined();
    },
  );

  it("[seed:C35] is dead after ending all of a client, and of that client only", async () => {
    const tokens = await getTokens(test, test.bas);
    const others = await getTokens(test, test.pub);
    const code = await getCode(test, test.bas);
    await manage().grants.revokeAllOfClient(test.bas.id);
    expect(await introspect(test, tokens["access_token"])).toEqual({ active: false });
    await expect(refresh(test, test.bas, tokens)).rejects.toMatchObject({ error: "invalid_grant" });
    await expect(redeem(test, test.bas, { code })).rejects.toMatchObject({ error: "invalid_grant" });
    expect(await refresh(test, test.pub, others)).toHaveProperty("access_token");
    expect(await getTokens(test, test.bas)).toHaveProperty("access_token");
    expect(test.events).toContainEqual({ type: "client.grants_ended", clientId: test.bas.id });
    expect(await codeOf(manage().grants.revokeAllOfClient("nobody"))).toBe("not_found clientId");
    expect(await codeOf(manage().grants.revokeAllOfUser("nobody"))).toBe("not_found userId");
  });
});

describe("a link to choose a password", () => {
  const linkOf = (url: string) => new URL(url).searchParams.get("link") ?? "";
  const account = () => test.provider.account;

  it("[asvs:6.4.6 asvs:6.4.1] lets its owner choose once, and ends what they held then, not before", async () => {
    const { visitor } = await authorize(test, test.bas);
    const { url, expiresAt } = await manage().users.resetPassword(test.alice.id);
    expect(url).toMatch(/^https:\/\/as\.example\/account\/choose-password\?link=[\w-]{80,}$/);
    expect(expiresAt - test.clock.now()).toBe(86_400);
    expect(test.events.at(-1)).toEqual({ type: "user.password_link_created", userId: test.alice.id });
    expect(await test.provider.sessions.find(visitor.session)).toBeDefined();
    expect(await account().ownerOfLink(linkOf(url))).toMatchObject({ id: test.alice.id });
    expect(await account().choosePassword(linkOf(url), "chosen by alice")).toBe(true);
    expect(await test.provider.sessions.find(visitor.session)).toBeUndefined();
    expect(await account().ownerOfLink(linkOf(url))).toBeUndefined();
    expect(await account().choosePassword(linkOf(url), "chosen by another")).toBe(false);
  });

  const voids: Record<string, () => unknown> = {
    "a day": () => test.clock.advance(86_400),
    "another password": () => manage().users.setPassword(test.alice.id, "another password"),
    "the person was switched off": () => manage().users.setStatus(test.alice.id, "disabled"),
    "the person was erased": () => manage().users.erase(test.alice.id),
  };

  it.each(Object.entries(voids))("[asvs:6.4.1] is void after %s", async (_name, make) => {
    const link = linkOf((await manage().users.resetPassword(test.alice.id)).url);
    await make();
    expect(await account().ownerOfLink(link)).toBeUndefined();
    expect(await account().choosePassword(link, "chosen by alice")).toBe(false);
  });

  it("[asvs:6.4.1] works when it is used at the very end, and one wins of two", async () => {
    const link = linkOf((await manage().users.resetPassword(test.alice.id)).url);
    test.clock.advance(86_399);
    const both = [account().choosePassword(link, "the first one"), account().choosePassword(link, "the second one")];
    expect((await Promise.all(both)).filter((won) => won)).toHaveLength(1);
  });

  it("is none when it was changed or is for something else, and survives a password that cannot be taken", async () => {
    const link = linkOf((await manage().users.resetPassword(test.alice.id)).url);
    expect(await account().ownerOfLink(`A${link.slice(1)}B`)).toBeUndefined();
    expect(await account().ownerOfLink("")).toBeUndefined();
    expect(await codeOf(account().choosePassword(link, "short"))).toBe("invalid_input password");
    expect(await codeOf(account().choosePassword(link, "password1"))).toBe("invalid_input password");
    expect(await account().ownerOfLink(link)).toBeDefined();
  });

  it("is not made for nobody, nor for somebody who is switched off", async () => {
    expect(await codeOf(manage().users.resetPassword("nobody"))).toBe("not_found");
    await manage().users.setStatus(test.alice.id, "disabled");
    expect(await codeOf(manage().users.resetPassword(test.alice.id))).toBe("forbidden");
  });
});

describe("people", () => {
  it("are changed in the version that was seen", async () => {
    const { id, version } = test.alice;
    const renamed = await manage().users.update(id, version, { name: " Alice B. ", email: "ALICE2@example.com" });
    expect(renamed).toMatchObject({ name: "Alice B.", email: "alice2@example.com", version: version + 1 });
    expect((await manage().users.get(id)).user).toEqual(renamed);
    expect(test.events.at(-1)).toEqual({ type: "user.updated", userId: id, members: ["email", "name"] });
    expect(await codeOf(manage().users.update(id, version, { name: "Old" }))).toBe("conflict version");
    expect(await manage().users.update(id, version + 1, { name: null })).not.toHaveProperty("name");
  });

  it("are not changed to what cannot be", async () => {
    const { id, version } = test.alice;
    await manage().users.create({ email: "bob@example.com", password: testPassword, role: "owner" });
    expect(await codeOf(manage().users.update(id, version, { email: "bob@example.com" }))).toBe("already_exists email");
    expect(await codeOf(manage().users.update(id, version, { email: "no address" }))).toBe("invalid_input email");
    expect(await codeOf(manage().users.update(id, version, { name: " " }))).toBe("invalid_input name");
    expect(await codeOf(manage().users.update("nobody", version, {}))).toBe("not_found");
    const { id: bob } = await manage().users.find("BOB@example.com");
    for (const refused of [
      manage().users.update(bob, 1, { role: "viewer" }),
      manage().users.setStatus(bob, "disabled"),
      manage().users.erase(bob),
    ]) {
      expect(await codeOf(refused)).toBe("forbidden");
    }
    expect(await manage().users.get(id)).toMatchObject({ user: test.alice });
  });

  it("are exported with everything about them, and nothing that opens anything", async () => {
    const { visitor } = await authorize(test, test.bas);
    const tokens = await getTokens(test, test.bas, { visitor });
    const session = await test.provider.sessions.find(visitor.session);
    const data = await manage().users.exportData(test.alice.id);
    expect(data.user).toMatchObject({ email: "alice@example.com", hasPassword: true });
    expect(data.sessions).toHaveLength(1);
    expect(data.consents).toMatchObject([{ clientId: test.bas.id, clientName: "Confidential" }]);
    expect(data.grants).toMatchObject([{ clientId: test.bas.id, hasRefreshToken: true }]);
    expect(data.audit.map(({ type }) => type)).toContain("user.created");
    expect(data.isAuditComplete).toBe(true);
    const text = JSON.stringify(data);
    const grant = await test.store.grants.get(data.grants[0]?.id ?? 0);
    const secrets = [
      visitor.session,
      session?.session.hash,
      test.alice.passwordHash,
      tokens["refresh_token"],
      grant?.refresh?.currentHash,
      grant?.refresh?.familyHash,
    ];
    for (const secret of secrets) {
      expect(typeof secret).toBe("string");
      expect(text).not.toContain(secret);
    }
  });

  it("are exported and erased with their API keys, of which the hash stays inside", async () => {
    const input = { email: "carol@example.com", password: testPassword, role: "viewer" as const };
    const { id, epoch } = await manage().users.create(input);
    const times = { createdAt: test.clock.now(), expiresAt: test.alice.createdAt };
    const hash = hashSecret("a key");
    await test.store.apiKeys.insert({
      id: "k1",
      hash,
      name: "CI",
      role: "viewer",
      makerId: id,
      makerEpoch: epoch,
      ...times,
    });
    const { apiKeys } = await manage().users.exportData(id);
    expect(apiKeys).toMatchObject([{ name: "CI" }]);
    expect(JSON.stringify(apiKeys)).not.toContain(hash);
    await manage().users.erase(id);
    expect(await test.store.apiKeys.get("k1")).toBeUndefined();
  });

  it("are gone when they are erased: the trail keeps an id that nobody gets again", async () => {
    const { id, email } = test.alice;
    await getTokens(test, test.bas);
    await manage().users.erase(id);
    expect(await codeOf(manage().users.get(id))).toBe("not_found");
    expect(await codeOf(manage().users.erase(id))).toBe("not_found");
    const { items } = await manage().audit.list({ userId: id, limit: 200 });
    expect(items.map(({ type }) => type)).toContain("user.erased");
    expect(JSON.stringify(items)).not.toMatch(/alice|Alice/);
    const again = await manage().users.create({ email, password: testPassword, role: "user" });
    expect(again.id).not.toBe(id);
    expect(await manage().consents.listFor(again.id)).toEqual([]);
  });
});

describe("grants", () => {
  it("are listed with their parties and state, and ended by an operator", async () => {
    const tokens = await getTokens(test, test.bas);
    const { items } = await manage().grants.list({ limit: 10, userId: test.alice.id });
    expect(items).toMatchObject([{ state: "alive", clientName: "Confidential", userEmail: "alice@example.com" }]);
    expect(items[0]).not.toHaveProperty("refresh");
    const id = items[0]?.id ?? 0;
    await manage().grants.revoke(id);
    expect(await manage().grants.get(id)).toMatchObject({ state: "revoked", revokedReason: "admin" });
    expect(await introspect(test, tokens["access_token"])).toEqual({ active: false });
    expect(test.events.at(-1)).toMatchObject({ type: "grant.revoked", reason: "admin", grantId: id });
    expect(await codeOf(manage().grants.revoke(1))).toBe("not_found grantId");
  });
});

describe("tokens", () => {
  const whyNot = async (text: unknown) => {
    const { isActive, whyNot: why } = await manage().tokens.inspect(String(text));
    return isActive ? "active" : why;
  };

  it("are told whose they are, and what has ended them", async () => {
    const tokens = await getTokens(test, test.bas);
    const { access_token: access, refresh_token: first } = tokens;
    const found = await manage().tokens.inspect(String(access));
    expect(found).toMatchObject({ kind: "access_token", isActive: true, clientId: test.bas.id });
    expect(found.claims).toMatchObject({ sub: test.alice.id, client_id: test.bas.id });
    expect(found.grant).toMatchObject({ userEmail: "alice@example.com" });
    expect(await manage().tokens.inspect((found.grant?.id ?? 0).toString(36))).toMatchObject({
      kind: "grant",
      isActive: true,
    });
    const { refresh_token: second } = await refresh(test, test.bas, tokens);
    expect([await whyNot(first), await whyNot(second)]).toEqual(["token_replaced", "active"]);
    test.clock.advance(900);
    expect(await whyNot(access)).toBe("token_expired");
    await manage().tokens.revoke(String(second));
    expect([await whyNot(access), await whyNot(second)]).toEqual(["revoked", "revoked"]);
    for (const unknown of ["nothing", "sp_rt_x", "", "zz"]) {
      expect(await codeOf(manage().tokens.inspect(unknown))).toBe("not_found token");
      expect(await codeOf(manage().tokens.revoke(unknown))).toBe("not_found token");
    }
  });

  const ends: [string, () => Promise<unknown>][] = [
    ["client_switched_off", () => manage().clients.setStatus(test.bas.id, "disabled")],
    ["client_reset", () => manage().grants.revokeAllOfClient(test.bas.id)],
    ["person_switched_off", () => manage().users.setStatus(test.alice.id, "disabled")],
    ["person_signed_out", () => manage().users.signOutEverywhere(test.alice.id)],
    ["all_ended", () => test.store.system.bumpEpoch(test.clock.now())],
    ["expired", async () => test.clock.advance(91 * 24 * 3_600)],
  ];
  it.each(ends)("are not active because of %s, as introspection judges", async (why, end) => {
    const { access_token: token } = await getTokens(test, test.bas);
    expect(await whyNot(token)).toBe("active");
    expect(await introspect(test, token)).toMatchObject({ active: true });
    await end();
    expect(await whyNot(token)).toBe(why);
    if (why !== "client_switched_off") expect(await introspect(test, token)).toEqual({ active: false });
  });
});
