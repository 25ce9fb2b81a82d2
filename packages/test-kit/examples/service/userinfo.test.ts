import assert from "node:assert/strict";
import { test } from "node:test";
import { connectTestServer } from "@sallyport/test-kit";

/** The admin listener of a `sallyport dev` that runs beside the tests. */
const adminUrl = process.env["SALLYPORT_ADMIN_URL"] ?? "http://localhost:4456";

await test("a token tells who somebody is", async () => {
  await using server = await connectTestServer(adminUrl);
  await server.reset();
  const { accessToken } = await server.issueToken({ person: "bob" });
  const headers = { authorization: `Bearer ${accessToken}` };
  const response = await fetch(`${server.issuer}/oauth/provider/userinfo`, { headers });
  assert.equal(((await response.json()) as { email: string }).email, "bob@example.com");
});
