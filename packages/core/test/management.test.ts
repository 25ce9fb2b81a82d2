import {
  authorize,
  createTestProvider,
  getTokens,
  redirectUri,
  refresh,
  testPassword,
  type TestProvider,
} from "@sallyport/fixtures";
import { beforeEach, describe, expect, it } from "vitest";
import { ManagementError } from "../src/errors.ts";

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

describe("clients", () => {
  it("[seed:S62 seed:S63 seed:T9 seed:T10 seed:T57 seed:T58] get a secret exactly when they are confidential", async () => {
    const confidential = await manage().clients.create({
      name: "C",
      type: "confidential",
      redirectUris: [redirectUri],
    });
    const open = await manage().clients.create({ name: "P", type: "public", redirectUris: [redirectUri] });
    expect(confidential.secret).toMatch(/^sp_cs_[\w-]{49}$/);
    expect(confidential.client.secretHash).not.toContain(confidential.secret);
    expect(open.secret).toBeUndefined();
    expect(open.client).not.toHaveProperty("secretHash");
  });

  it("[seed:S84 seed:T11] are listed newest first, page by page", async () => {
    test.clock.advance(10);
    const { client } = await manage().clients.create({ name: "Newest", type: "public", redirectUris: [redirectUri] });
    const first = await manage().clients.list({ limit: 2 });
    expect(first.items[0]?.id).toBe(client.id);
    const rest = await manage().clients.list({ limit: 2, cursor: first.next ?? "" });
    expect([...first.items, ...rest.items].map((one) => one.id).toSorted()).toEqual(
      [client.id, test.pub.id, test.bas.id].toSorted(),
    );
    expect(rest.next).toBeUndefined();
  });

  it("[seed:T12 seed:S65 seed:C35 seed:D149] are deleted whatever their status, with everything they hold", async () => {
    const tokens = await getTokens(test, test.pub);
    await manage().clients.setStatus(test.pub.id, "disabled");
    await manage().clients.delete(test.pub.id);
    await expect(refresh(test, test.pub, tokens)).rejects.toMatchObject({ error: "invalid_client" });
    expect(await manage().consents.listFor(test.alice.id)).toEqual([]);
    expect(await codeOf(manage().clients.delete(test.pub.id))).toBe("not_found");
    expect(await codeOf(manage().clients.get(test.pub.id))).toBe("not_found");
  });

  it("[seed:T62 seed:S67] can be turned off, and an unknown one cannot", async () => {
    const tokens = await getTokens(test, test.pub);
    await manage().clients.setStatus(test.pub.id, "disabled");
    await expect(refresh(test, test.pub, tokens)).rejects.toMatchObject({ error: "invalid_client" });
    await expect(authorize(test, test.pub)).rejects.toHaveProperty("refusal");
    expect(await codeOf(manage().clients.setStatus("client_nobody", "disabled"))).toBe("not_found");
  });

  it("are let in by approval once they wait for it, and not when they were turned off", async () => {
    const waiting = { ...test.pub, id: "client_waiting", provenance: "dynamic", status: "pending" } as const;
    await test.store.clients.insert(waiting);
    await expect(authorize(test, waiting)).rejects.toHaveProperty("refusal");
    await manage().clients.approve(waiting.id);
    await expect(authorize(test, waiting)).resolves.toBeDefined();
    expect(await codeOf(manage().clients.approve(waiting.id))).toBe("invalid_input clientId");
    await manage().clients.setStatus(waiting.id, "disabled");
    expect(await codeOf(manage().clients.approve(waiting.id))).toBe("invalid_input clientId");
    expect(await codeOf(manage().clients.approve("client_nobody"))).toBe("not_found");
  });

  it.each([
    ["no name", { name: " " }, "invalid_input name"],
    ["an over-long name", { name: "n".repeat(256) }, "invalid_input name"],
    ["no redirect URI", { redirectUris: [] }, "invalid_input redirectUris"],
    ["a script as redirect URI", { redirectUris: ["javascript:alert(1)"] }, "invalid_input redirectUris"],
    ["plain http", { redirectUris: ["http://evil.example/cb"] }, "invalid_input redirectUris"],
    ["scopes that nobody knows", { scopes: ["root", "nuke"] }, "invalid_input scopes"],
    ["a method that does not fit", { authMethod: "client_secret_basic" }, "invalid_input authMethod"],
    ["an unknown grant type", { grantTypes: ["password"] }, "invalid_input grantTypes"],
    ["an unusable MCP server", { defaultResource: "javascript:alert(1)" }, "invalid_input defaultResource"],
  ])(
    "[seed:S61 seed:D139 seed:D140 seed:D142 seed:D143 seed:D145 attack:A042] are refused with %s",
    async (_name, change, code) => {
      const input = { name: "X", type: "public" as const, redirectUris: [redirectUri], ...change };
      expect(await codeOf(manage().clients.create(input))).toBe(code);
      expect((await manage().clients.list({ limit: 10 })).items).toHaveLength(2);
    },
  );

  it("[seed:D141 seed:S61] may have commas in their redirect URIs", async () => {
    const uri = "https://app.example/cb?a=1,2";
    const { client } = await manage().clients.create({ name: "X", type: "public", redirectUris: [uri] });
    expect(client.redirectUris).toEqual([uri]);
  });

  it("[seed:D145 mcp:I4] bring their MCP server along as the resource that is meant by default", async () => {
    const { client } = await manage().clients.create({
      name: "X",
      type: "public",
      redirectUris: [redirectUri],
      defaultResource: "https://mcp.example/mcp",
    });
    await manage().resources.create({ uri: "https://other.example/mcp" });
    const again = await manage().clients.create({
      name: "Y",
      type: "public",
      redirectUris: [redirectUri],
      defaultResource: "https://MCP.example/mcp/",
    });
    expect(again.client.defaultResource).toBe("https://mcp.example/mcp");
    expect(await getTokens(test, client)).toHaveProperty("access_token");
  });
});

describe("people", () => {
  it("sign in with their e-mail address in any case", async () => {
    await manage().users.create({ email: "Carol@Example.com", password: testPassword, role: "owner" });
    expect(
      await test.provider.sessions.signInToAdmin({ email: " CAROL@example.com", password: testPassword }),
    ).toBeDefined();
    expect(
      await test.provider.sessions.signInToAdmin({ email: "carol@example.com", password: "wrong password" }),
    ).toBeUndefined();
  });

  it("enter the admin door only with an administrative role", async () => {
    expect(
      await test.provider.sessions.signInToAdmin({ email: "alice@example.com", password: testPassword }),
    ).toBeUndefined();
    await manage().users.create({ email: "dan@example.com", password: testPassword, role: "viewer" });
    const opened = await test.provider.sessions.signInToAdmin({ email: "dan@example.com", password: testPassword });
    expect(await test.provider.sessions.find(opened?.cookie)).toBeUndefined();
    expect(await test.provider.sessions.findAdmin(opened?.cookie)).toMatchObject({
      user: { email: "dan@example.com" },
    });
  });

  it("have passwords of 8 to 1024 bytes, every byte of which counts", async () => {
    for (const password of ["short", "x".repeat(1025)]) {
      expect(await codeOf(manage().users.create({ email: "e@example.com", password, role: "user" }))).toBe(
        "invalid_input password",
      );
    }
    await manage().users.create({ email: "e@example.com", password: "p".repeat(100), role: "owner" });
    expect(
      await test.provider.sessions.signInToAdmin({ email: "e@example.com", password: `${"p".repeat(99)}q` }),
    ).toBeUndefined();
  });

  it("are refused with a bad or taken e-mail address", async () => {
    expect(await codeOf(manage().users.create({ email: "nobody", password: testPassword, role: "user" }))).toBe(
      "invalid_input email",
    );
    expect(
      await codeOf(manage().users.create({ email: "ALICE@example.com", password: testPassword, role: "user" })),
    ).toBe("already_exists email");
  });
});

describe("resources", () => {
  it("are registered once, in whatever spelling", async () => {
    await manage().resources.create({
      uri: "https://mcp.example/mcp",
      scopes: [{ name: "tools:read", description: "Read" }],
    });
    expect(await codeOf(manage().resources.create({ uri: "https://MCP.example:443/mcp/" }))).toBe("already_exists uri");
    expect(await test.provider.metadata()).toMatchObject({ protected_resources: ["https://mcp.example/mcp"] });
  });

  it.each([
    ["a bad URI", { uri: "mcp" }, "invalid_input uri"],
    ["a scope of the server's own", { uri: "https://m.example", scopes: [{ name: "openid" }] }, "invalid_input scopes"],
    ["a scope with a space", { uri: "https://m.example", scopes: [{ name: "a b" }] }, "invalid_input scopes"],
  ])("are refused with %s", async (_name, input, code) => {
    expect(await codeOf(manage().resources.create(input))).toBe(code);
  });

  it("can be deleted", async () => {
    await manage().resources.create({ uri: "https://mcp.example/mcp" });
    await manage().resources.delete("https://mcp.example/mcp/");
    expect(await manage().resources.list()).toEqual([]);
    expect(await codeOf(manage().resources.delete("https://mcp.example/mcp"))).toBe("not_found");
  });
});

describe("consents", () => {
  it("[seed:T22 seed:T53 seed:S68 seed:S83 seed:D155] are listed with the client's name and both instants", async () => {
    await getTokens(test, test.pub);
    const granted = test.clock.now();
    test.clock.advance(60);
    await getTokens(test, test.pub);
    expect(await manage().consents.listFor(test.alice.id)).toMatchObject([
      {
        clientId: test.pub.id,
        clientName: "Public",
        scopes: ["openid", "profile", "email"],
        grantedAt: granted,
        updatedAt: test.clock.now(),
        isClientActive: true,
      },
    ]);
  });

  it("[seed:T23 seed:T55 seed:S69 seed:D153 seed:D154] are revoked with all tokens of that client and no other", async () => {
    const ended = await getTokens(test, test.pub);
    const kept = await getTokens(test, test.bas);
    await manage().consents.revokeFor(test.alice.id, test.pub.id);
    await expect(refresh(test, test.pub, ended)).rejects.toMatchObject({ error: "invalid_grant" });
    expect(await refresh(test, test.bas, { refresh_token: kept["refresh_token"] ?? "" })).toHaveProperty(
      "access_token",
    );
    expect((await manage().consents.listFor(test.alice.id)).map((one) => one.clientId)).toEqual([test.bas.id]);
    expect(await codeOf(manage().consents.revokeFor(test.alice.id, test.pub.id))).toBe("not_found");
  });

  it("[seed:S69] of others are out of reach", async () => {
    await getTokens(test, test.pub);
    expect(await codeOf(manage().consents.revokeFor("user_bob", test.pub.id))).toBe("not_found");
    expect(await manage().consents.listFor(test.alice.id)).toHaveLength(1);
  });
});

describe("housekeeping", () => {
  it("[seed:S84 seed:C41 seed:D164] frees what has expired and keeps what still protects", async () => {
    const tokens = await getTokens(test, test.pub);
    test.clock.advance(3 * 86_400);
    await test.provider.maintain();
    expect(await refresh(test, test.pub, { refresh_token: tokens["refresh_token"] ?? "" })).toHaveProperty(
      "access_token",
    );
    test.clock.advance(91 * 86_400);
    expect(await test.provider.maintain()).toBeGreaterThan(0);
    expect((await test.provider.status()).counts.grants).toBe(0);
  });
});
