import {
  authorize,
  basicHeader,
  createTestProvider,
  formRequest,
  getTokens,
  introspect,
  testPassword,
  type TestProvider,
} from "@sallyport/fixtures";
import { beforeEach, describe, expect, it } from "vitest";
import { hashSecret } from "../src/secret.ts";

let test: TestProvider;

beforeEach(async () => {
  test = await createTestProvider();
});

describe("a password that another system hashed", () => {
  it("[migrate:P1] opens the door, is hashed as ours are from then on, and ends nothing", async () => {
    const tokens = await getTokens(test, test.bas);
    const { id, passwordHash: from = "" } = test.alice;
    await test.store.users.rehash(id, { from, to: `foreign:${testPassword}` });
    await authorize(test, test.bas);
    const after = await test.store.users.get(id);
    expect(after).toEqual({ ...test.alice, passwordHash: from });
    expect(await introspect(test, tokens["access_token"])).toMatchObject({ active: true });
  });

  it("[migrate:P1] stays as it is while nobody gets in by it", async () => {
    const { id, passwordHash: from = "" } = test.alice;
    await test.store.users.rehash(id, { from, to: "foreign:another password" });
    await expect(authorize(test, test.bas)).rejects.toThrow("refused");
    await test.store.users.rehash(id, { from: "foreign:another password", to: `foreign:${testPassword}` });
    await test.provider.manage.users.setStatus(id, "disabled");
    await expect(authorize(test, test.bas)).rejects.toThrow("refused");
    expect(await test.store.users.get(id)).toMatchObject({ passwordHash: `foreign:${testPassword}` });
  });
});

describe("a client's secret that another system hashed", () => {
  const old = async (secret: string): Promise<string> => {
    const header = basicHeader("client_old", secret);
    const error: unknown = await test.provider.token(formRequest({}, header)).catch((caught: unknown) => caught);
    return error instanceof Error && "reason" in error ? String(error.reason) : String(error);
  };

  beforeEach(async () => {
    const { secretHash: _secret, ...client } = test.bas;
    await test.store.clients.insert({ ...client, id: "client_old", foreignSecretHash: "foreign:the old secret" });
  });

  it("[migrate:C1] lets the client in, and is kept as ours are from then on", async () => {
    const before = await test.store.clients.get("client_old");
    expect(await old("another")).toBe("wrong_secret");
    expect(await test.store.clients.get("client_old")).toEqual(before);
    expect(await old("the old secret")).toBe("missing_grant_type");
    const { foreignSecretHash: _foreign, ...rest } = before ?? {};
    expect(await test.store.clients.get("client_old")).toEqual({ ...rest, secretHash: hashSecret("the old secret") });
    expect(await old("the old secret")).toBe("missing_grant_type");
    expect(await old("another")).toBe("wrong_secret");
  });

  it("[migrate:C1] ends with the first rotation", async () => {
    const { secret } = await test.provider.manage.clients.rotateSecret("client_old", {});
    expect(await old("the old secret")).toBe("wrong_secret");
    expect(await old(secret)).toBe("missing_grant_type");
  });
});
