import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { startTestServer, type TestServer } from "@sallyport/test-kit";
import { SignInNeeded, TokenKeeper } from "./token-keeper.ts";

let server: TestServer;
beforeAll(async () => void (server = await startTestServer()));
beforeEach(() => server.reset());
afterAll(() => server.close());

/** For somebody who has just signed in. */
async function createKeeper(): Promise<TokenKeeper> {
  const tokens = await server.driver.run({ person: "alice" });
  const metadata = await fetch(server.metadataUrl);
  const { token_endpoint: tokenEndpoint } = (await metadata.json()) as { token_endpoint: string };
  const now = async () => (await server.clock.get()).now;
  return await TokenKeeper.create({ tokenEndpoint, clientId: tokens.client.clientId, now }, tokens);
}

test("asks for a new token only when the old one has expired", async () => {
  const keeper = await createKeeper();
  const first = await keeper.accessToken();
  expect(await keeper.accessToken()).toBe(first);
  await server.clock.advance(3_600);
  const since = await server.requests.last();
  expect(await keeper.accessToken()).not.toBe(first);
  expect(await server.requests.list({ after: since })).toMatchObject([{ route: "token", status: 200 }]);
});

test("says when the person has to sign in again", async () => {
  const keeper = await createKeeper();
  await server.clock.advance(3_600);
  await server.faults.set("invalid_grant");
  await expect(keeper.accessToken()).rejects.toBeInstanceOf(SignInNeeded);
});

test("tries again later when the server is in trouble", async () => {
  const keeper = await createKeeper();
  await server.clock.advance(3_600);
  await server.faults.set("server_error", { status: 503 });
  await expect(keeper.accessToken()).rejects.toThrow("503");
  await expect(keeper.accessToken()).resolves.toBeTruthy();
});
