import { redirectUri } from "@sallyport/fixtures";
import { expect, it } from "vitest";
import { startServer } from "./start-server.ts";

const refused: Record<string, readonly string[]> = {
  "[attack:A029 mcp:A2] another path": ["/cb/", "/cb/x", "/CB", "/cb?x=1", "/cb%20", "//app.example//cb"].map(
    (path) => `https://app.example${path}`,
  ),
  "[attack:A029] another case or port": ["https://APP.example/cb", "https://app.example:443/cb"],
  "[attack:A030] an encoded or dotted path": [
    "/%63b",
    "/cb/../cb",
    "/x/%2e%2e/cb",
    "/cb/..;/evil",
    "/cb;a=b",
    "/%252e/cb",
  ].map((path) => `https://app.example${path}`),
  "[attack:A031] user information": [
    "https://app.example@evil.example/cb",
    "https://app.example:x@evil.example/cb",
    "https://a@b@evil.example",
    String.raw`https://app.example\@evil.example/cb`,
  ],
  "[attack:A032] a look-alike host": [
    "https://app.example.evil.example/cb",
    "https://evil.example/app.example/cb",
    "https://app.example%2eevil.example/cb",
    "https://app。example/cb",
    "https://аpp.example/cb",
  ],
  "[attack:A033] a fragment": [`${redirectUri}#`, `${redirectUri}#frag`, `${redirectUri}%23frag`],
  "[attack:A037 seed:D19 seed:C8] another part of a loopback address than its port": [
    "http://localhost/cb",
    "http://[::1]/cb",
    "http://127.0.0.1/other",
    "http://127.0.0.1/cb?x=1",
    "https://127.0.0.1/cb",
    "http://x@127.0.0.1/cb",
  ],
  "[attack:A039] a host that begins like loopback": [
    "http://localhost.evil.example/cb",
    "http://127.0.0.1.evil.example/cb",
  ],
  "[attack:A040] an impossible port": ["0", "65536", "99999", "", "+80", "-1", "080"].map(
    (port) => `http://127.0.0.1:${port}/cb`,
  ),
  "[attack:A041 seed:D19] another port of a host that is not loopback": ["https://app.example:8443/cb"],
};

const cases = Object.entries(refused).flatMap(([what, uris]) => uris.map((uri) => ({ what, uri })));

it.each(cases)("$what is a page with 400: $uri", async ({ uri }) => {
  await using server = await startServer();
  const reply = await server.driver().authorize({ redirect_uri: uri, scope: "profile" });
  expect(reply.status).toBe(400);
  expect(reply.location).toBeUndefined();
  expect(reply.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(["redirect_uri_mismatch", "redirect_uri_unusable"]).toContain(server.entries.at(-1)?.reason);
});

const loopback = ["http://127.0.0.1:51004/cb", "http://[::1]:1/cb", "http://localhost:3000/cb", "http://127.0.0.1/cb"];

it.each(loopback)("[attack:A036 seed:D19 seed:C8] sends the code to exactly %s", async (uri) => {
  await using server = await startServer();
  const { client } = await server.provider.manage.clients.create({
    name: "Native",
    type: "public",
    redirectUris: ["http://127.0.0.1/cb", "http://[::1]/cb", "http://localhost/cb"],
  });
  const driver = server.driver({ client, redirectUri: uri });
  const location = await driver.approve();
  expect(location.href.split("?")[0]).toBe(uri);
  expect((await driver.redeem(location.searchParams.get("code") ?? "")).status).toBe(200);
});

it("[attack:A033] refuses to register a fragment", async () => {
  await using server = await startServer({ config: { registration: { dynamic: "open" } } });
  const body = JSON.stringify({ redirect_uris: [`${redirectUri}#frag`] });
  const headers = { "content-type": "application/json" };
  const reply = await server.driver().send("/oauth/provider/register", { method: "POST", body, headers });
  expect(reply).toMatchObject({ status: 400, json: { error: "invalid_redirect_uri" } });
});

it("[attack:A035] refuses to leave the redirect URI out with openid, though there is only one", async () => {
  await using server = await startServer();
  const driver = server.driver({ client: server.bas });
  expect((await driver.authorize({ redirect_uri: undefined })).status).toBe(400);
  expect((await driver.authorize({ redirect_uri: undefined, scope: "profile" })).status).toBe(302);
});

it("[seed:D20] keeps the redirect URI's own query", async () => {
  await using server = await startServer();
  const { client } = await server.provider.manage.clients.create({
    name: "With a query",
    type: "public",
    redirectUris: ["https://app.example/cb?x=%2F&y"],
  });
  const location = await server.driver({ client, redirectUri: "https://app.example/cb?x=%2F&y" }).approve();
  expect(location.href.startsWith("https://app.example/cb?x=%2F&y&code=")).toBe(true);
});
