import { createTRPCClient, httpBatchLink } from "@trpc/client";
import { authorize, formRequest, getTokens, introspect, refresh } from "@sallyport/fixtures";
import superjson from "superjson";
import { describe, expect, it } from "vitest";
import type { AdminRouter } from "../src/index.ts";
import { type Started, start } from "./start.ts";

async function adminClient(started: Started) {
  const headers = { cookie: await started.cookieOf("operator") };
  return createTRPCClient<AdminRouter>({
    links: [httpBatchLink({ url: `${started.adminUrl}/trpc`, transformer: superjson, headers })],
  });
}

const refusedWith = (sallyportCode: string, field?: string) => ({
  data: field === undefined ? { sallyportCode } : { sallyportCode, field },
});

describe("a change of a client", () => {
  it("[seed:S67] changes what is given, takes away what is null, and leaves the rest", async () => {
    await using started = await start();
    const { clients } = await adminClient(started);
    const clientId = started.test.pub.id;
    const before = await clients.get.query({ clientId });
    const first = { clientId, version: before.version, clientDescription: "Words", accessTokenTtlSeconds: 60 };
    expect(await clients.update.mutate(first)).toMatchObject({
      clientName: before.clientName,
      redirectUris: before.redirectUris,
      clientDescription: "Words",
      accessTokenTtlSeconds: 60,
      version: before.version + 1,
    });
    const second = { clientId, version: before.version + 1, clientName: "Renamed", clientDescription: null };
    const after = await clients.update.mutate(second);
    expect(after).toMatchObject({ clientName: "Renamed", accessTokenTtlSeconds: 60, version: before.version + 2 });
    expect(after).not.toHaveProperty("clientDescription");
  });

  it("is refused when the client was changed meanwhile, and changes nothing then", async () => {
    await using started = await start();
    const { clients } = await adminClient(started);
    const clientId = started.test.pub.id;
    const { version } = await clients.get.query({ clientId });
    await clients.update.mutate({ clientId, version, clientName: "First" });
    const late = clients.update.mutate({ clientId, version, clientName: "Second" });
    await expect(late).rejects.toMatchObject(refusedWith("conflict", "version"));
    expect(await clients.get.query({ clientId })).toMatchObject({ clientName: "First", version: version + 1 });
  });

  it.each([
    ["a script as redirect URI", { redirectUris: ["javascript:alert(1)"] }, "redirectUris"],
    ["no redirect URI", { redirectUris: [] }, "redirectUris"],
    ["an unknown scope", { scopes: ["nuke"] }, "scopes"],
    ["a method that does not fit", { tokenEndpointAuthMethod: "client_secret_basic" }, "tokenEndpointAuthMethod"],
    ["an unknown grant type", { grantTypes: ["password"] }, "grantTypes"],
    ["a blank name", { clientName: " " }, "clientName"],
  ])("[seed:D143] is refused with %s, and changes nothing", async (_name, change, field) => {
    await using started = await start();
    const { clients } = await adminClient(started);
    const clientId = started.test.pub.id;
    const before = await clients.get.query({ clientId });
    const update = clients.update.mutate({ clientId, version: before.version, ...change });
    await expect(update).rejects.toMatchObject(refusedWith("invalid_input", field));
    expect(await clients.get.query({ clientId })).toEqual(before);
  });

  it("of redirect URIs makes everybody be asked again, and one of a lifetime does not", async () => {
    await using started = await start();
    const { test } = started;
    const { clients } = await adminClient(started);
    const clientId = test.pub.id;
    await getTokens(test, test.pub);
    const { version } = await clients.get.query({ clientId });
    await clients.update.mutate({ clientId, version, accessTokenTtlSeconds: 60 });
    expect(await test.store.consents.listByUser(test.alice.id)).toHaveLength(1);
    const redirectUris = [...test.pub.redirectUris, "https://app.example/more"];
    await clients.update.mutate({ clientId, version: version + 1, redirectUris });
    expect(await test.store.consents.listByUser(test.alice.id)).toEqual([]);
    await expect(authorize(test, { ...test.pub, redirectUris })).resolves.toBeDefined();
  });
});

describe("a secret", () => {
  /** Whether the client gets in with it, or why not. */
  async function tryOut({ test }: Started, secret: string): Promise<unknown> {
    const authorization = `Basic ${Buffer.from(`${test.bas.id}:${secret}`).toString("base64")}`;
    const request = formRequest("token=unknown", authorization);
    return await test.provider.introspect(request).then(
      () => "passes",
      (error: unknown) => (error as { reason?: string }).reason,
    );
  }

  it("[seed:D147 attack:A093] is new after a rotation, while the old one passes for the overlap and no longer", async () => {
    await using started = await start();
    const { clients } = await adminClient(started);
    const clientId = started.test.bas.id;
    const first = await clients.rotateSecret.mutate({ clientId, overlapSeconds: 0 });
    const second = await clients.rotateSecret.mutate({ clientId });
    expect(second.clientSecret).toMatch(/^sp_cs_/);
    expect(second.version).toBe(first.version + 1);
    expect(await tryOut(started, first.clientSecret)).toBe("passes");
    expect(await tryOut(started, second.clientSecret)).toBe("passes");
    expect(await tryOut(started, "sp_cs_another")).toBe("wrong_secret");
    expect((await clients.get.query({ clientId })).oldSecretExpiresAt).toEqual(second.oldSecretExpiresAt);
    started.test.clock.advance(86_399);
    expect(await tryOut(started, first.clientSecret)).toBe("passes");
    started.test.clock.advance(1);
    expect(await tryOut(started, first.clientSecret)).toBe("wrong_secret");
    expect(await tryOut(started, second.clientSecret)).toBe("passes");
  });

  it("that is old ends at once without an overlap, when it is revoked, and with the next rotation", async () => {
    await using started = await start();
    const { clients } = await adminClient(started);
    const clientId = started.test.bas.id;
    const secrets: string[] = [];
    const rotate = async (overlapSeconds?: number) => {
      const { clientSecret } = await clients.rotateSecret.mutate({
        clientId,
        ...(overlapSeconds === undefined ? {} : { overlapSeconds }),
      });
      secrets.push(clientSecret);
    };
    for (const overlap of [0, 0, undefined]) await rotate(overlap);
    const outcomes = () => Promise.all(secrets.map((secret) => tryOut(started, secret)));
    expect(await outcomes()).toEqual(["wrong_secret", "passes", "passes"]);
    await rotate();
    expect(await outcomes()).toEqual(["wrong_secret", "wrong_secret", "passes", "passes"]);
    await clients.revokeOldSecret.mutate({ clientId });
    expect(await outcomes()).toEqual(["wrong_secret", "wrong_secret", "wrong_secret", "passes"]);
  });

  it.each([
    { why: "for longer than a week", who: "bas", more: { overlapSeconds: 604_801 }, code: "invalid_input" },
    { why: "of a client that has none", who: "pub", more: {}, code: "invalid_input" },
    { why: "in a version that is over", who: "bas", more: { version: 99 }, code: "conflict" },
  ] as const)("is not rotated $why", async ({ who, more, code }) => {
    await using started = await start();
    const { clients } = await adminClient(started);
    const clientId = started.test[who].id;
    await expect(clients.rotateSecret.mutate({ clientId, ...more })).rejects.toMatchObject(refusedWith(code));
  });
});

describe("the impact of switching a client off", () => {
  it("[seed:T12 seed:C35 asvs:8.3.2] is what is alive, and afterwards nothing is", async () => {
    await using started = await start();
    const { test } = started;
    const { clients } = await adminClient(started);
    const clientId = test.pub.id;
    const tokens = await getTokens(test, test.pub);
    await getTokens(test, test.bas);
    expect(await clients.impact.query({ clientId })).toEqual({
      grants: 1,
      refreshTokens: 1,
      people: 1,
      lastUsedAt: new Date(test.clock.now() * 1000),
      isAtLeast: false,
    });
    await clients.setActive.mutate({ clientId, isActive: false });
    expect(await clients.impact.query({ clientId })).toMatchObject({ grants: 0, people: 0 });
    expect(await introspect(test, tokens["access_token"])).toEqual({ active: false });
    await expect(refresh(test, test.pub, tokens)).rejects.toMatchObject({ error: "invalid_client" });
    await clients.delete.mutate({ clientId });
    await expect(clients.impact.query({ clientId })).rejects.toMatchObject(refusedWith("not_found"));
  });
});

describe("a change of a resource", () => {
  it("changes words and rules of its scopes in the version that was seen", async () => {
    await using started = await start();
    const { resources, scopes } = await adminClient(started);
    const uri = "https://notes.example/mcp";
    await resources.create.mutate({ uri, name: "Notes", scopes: [{ name: "notes:read" }] });
    const words = [{ name: "notes:read", description: "Read notes", roles: ["owner" as const], isAdvertised: false }];
    const changed = await resources.update.mutate({ uri, version: 1, name: null, scopes: words });
    expect(changed).toMatchObject({ uri, version: 2, scopes: words });
    expect(changed).not.toHaveProperty("name");
    const { items } = await scopes.list.query();
    expect(items).toContainEqual({ ...words[0], resourceUri: uri });
    expect(items).toContainEqual(expect.objectContaining({ name: "openid" }));
    const late = resources.update.mutate({ uri, version: 1, name: "Late" });
    await expect(late).rejects.toMatchObject(refusedWith("conflict", "version"));
    const bad = resources.update.mutate({ uri, version: 2, scopes: [{ name: "openid" }] });
    await expect(bad).rejects.toMatchObject(refusedWith("invalid_input", "scopes"));
    expect((await resources.list.query()).items).toMatchObject([{ version: 2, scopes: words }]);
  });
});
