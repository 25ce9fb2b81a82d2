import assert from "node:assert/strict";
import { test } from "node:test";
import { type OAuthClientProvider, UnauthorizedError } from "@modelcontextprotocol/sdk/client/auth.js";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { OAuthClientInformationMixed, OAuthTokens } from "@modelcontextprotocol/sdk/shared/auth.js";
import { startTestServer } from "@sallyport/test-kit";

/** The part of an application that is tested: what it keeps, and where it sends people. */
class Application implements OAuthClientProvider {
  readonly redirectUrl = "http://127.0.0.1/callback";
  readonly clientMetadata = { client_name: "My application", redirect_uris: [this.redirectUrl] };
  readonly sentTo: URL[] = [];
  readonly #kept: { client?: OAuthClientInformationMixed; tokens?: OAuthTokens; verifier?: string } = {};

  clientInformation = () => this.#kept.client;
  saveClientInformation = (client: OAuthClientInformationMixed) => void (this.#kept.client = client);
  tokens = () => this.#kept.tokens;
  saveTokens = (tokens: OAuthTokens) => void (this.#kept.tokens = tokens);
  codeVerifier = () => this.#kept.verifier ?? "";
  saveCodeVerifier = (verifier: string) => void (this.#kept.verifier = verifier);
  redirectToAuthorization = (url: URL) => void this.sentTo.push(url);
  invalidateCredentials = () => void delete this.#kept.tokens;

  /** Connects, when the tokens that it has will do. */
  async connect(mcpUrl: string): Promise<Client> {
    const client = new Client({ name: "application", version: "1.0.0" });
    await client.connect(this.open(mcpUrl));
    return client;
  }

  open = (mcpUrl: string) => new StreamableHTTPClientTransport(new URL(mcpUrl), { authProvider: this });
}

await test("signs in, renews what has expired, and asks again when that is refused", async () => {
  await using server = await startTestServer({ demo: true });
  const { mcpUrl = "" } = server;
  const application = new Application();

  // Without a token it registers, and sends the person to sign in.
  await assert.rejects(application.connect(mcpUrl), UnauthorizedError);
  const response = await server.driver.answer(application.sentTo[0] ?? "", { person: "bob" });
  await application.open(mcpUrl).finishAuth(response.searchParams.get("code") ?? "");
  const client = await application.connect(mcpUrl);
  assert.match(JSON.stringify(await client.callTool({ name: "whoami" })), /demo:read/);

  // An expired token is renewed without anybody's help.
  const first = application.tokens();
  await server.faults.set("expire_now");
  await client.callTool({ name: "whoami" });
  assert.notEqual(application.tokens()?.access_token, first?.access_token);

  // When the refresh token is not good any more, the person is asked again.
  await server.faults.set("expire_now");
  await server.faults.set("invalid_grant", { grantType: "refresh_token" });
  await assert.rejects(client.callTool({ name: "whoami" }), UnauthorizedError);
  assert.equal(application.sentTo.length, 2);
  assert.equal((await server.requests.list({ route: "register" })).length, 1);
  await client.close();
});

await test("is told when the person says no", async () => {
  await using server = await startTestServer({ demo: true });
  const application = new Application();
  await assert.rejects(application.connect(server.mcpUrl ?? ""), UnauthorizedError);
  const response = await server.driver.answer(application.sentTo[0] ?? "", { decision: "deny" });
  assert.equal(response.searchParams.get("error"), "access_denied");
});
