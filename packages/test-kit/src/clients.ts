/**
 * A client that the server knows.
 * @example
 * ```ts
 * import { startTestServer, type TestClient } from "@sallyport/test-kit";
 * await using server = await startTestServer();
 * const client: TestClient = await server.driver.register({ client_name: "Notes" });
 * ```
 */
export interface TestClient {
  readonly clientId: string;
  /** Of a confidential client. */
  readonly clientSecret?: string;
  /** The first is used where none is named. */
  readonly redirectUris?: readonly string[];
}

/**
 * The client id, or more of it.
 * @example
 * ```ts
 * import { startTestServer, type ClientName } from "@sallyport/test-kit";
 * await using server = await startTestServer();
 * const client: ClientName = server.client.clientId;
 * await server.issueToken({ client });
 * ```
 */
export type ClientName = string | TestClient;

export function readClient(client: ClientName): TestClient {
  return typeof client === "string" ? { clientId: client } : client;
}

/**
 * Names of scopes, with spaces between or one by one.
 * @example
 * ```ts
 * import { startTestServer, type ScopeNames } from "@sallyport/test-kit";
 * await using server = await startTestServer();
 * const scope: ScopeNames = ["openid", "email"];
 * await server.issueToken({ scope });
 * ```
 */
export type ScopeNames = string | readonly string[];

export function writeScope(scope: ScopeNames): string {
  return typeof scope === "string" ? scope : scope.join(" ");
}
