import { authorize, createTestProvider, getCode, getTokens, introspect, redeem, refresh } from "@sallyport/fixtures";
import { describe, expect, it } from "vitest";

describe("the code flow", () => {
  it("[seed:T43 seed:S44 seed:T16 mcp:T1 mcp:T2] buys a token set with a code", async () => {
    const test = await createTestProvider();
    const tokens = await getTokens(test, test.pub);
    expect(tokens).toMatchObject({ token_type: "Bearer", expires_in: 900, scope: "openid profile email" });
    expect(tokens["access_token"]).toEqual(expect.any(String));
    expect(tokens["refresh_token"]).toEqual(expect.any(String));
    expect(tokens["id_token"]).toEqual(expect.any(String));
  });

  it("[seed:S99] tells of each step that matters, and of no secret", async () => {
    const test = await createTestProvider();
    const code = await getCode(test, test.pub);
    const tokens = await redeem(test, test.pub, { code });
    await expect(redeem(test, test.pub, { code })).rejects.toMatchObject({ error: "invalid_grant" });
    await test.provider.manage.consents.revokeFor(test.alice.id, test.pub.id);
    await test.provider.manage.clients.delete(test.pub.id);
    const types = test.events.map((event) => event.type);
    for (const type of ["code.issued", "tokens.issued", "code.replayed", "consent.revoked", "client.deleted"]) {
      expect(types).toContain(type);
    }
    const log = JSON.stringify(test.events);
    for (const secret of [code, tokens["access_token"], tokens["refresh_token"], test.secret]) {
      expect(log).not.toContain(String(secret));
    }
  });

  it("rotates and introspects", async () => {
    const test = await createTestProvider();
    const tokens = await getTokens(test, test.bas);
    expect(await introspect(test, tokens["access_token"])).toMatchObject({ active: true });
    const next = await refresh(test, test.bas, tokens);
    expect(next["refresh_token"]).not.toBe(tokens["refresh_token"]);
    const again = await refresh(test, test.bas, tokens);
    expect(again["refresh_token"]).toBe(next["refresh_token"]);
  });

  it("denies", async () => {
    const test = await createTestProvider();
    const { location } = await authorize(test, test.pub, { approved: false });
    expect(location.searchParams.get("error")).toBe("access_denied");
    const code = await getCode(test, test.pub);
    await redeem(test, test.pub, { code });
    await expect(redeem(test, test.pub, { code })).rejects.toMatchObject({ error: "invalid_grant" });
  });
});
