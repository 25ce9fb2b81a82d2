/** A client that the server knows. */
export interface TestClient {
  readonly clientId: string;
  /** Of a confidential client. */
  readonly clientSecret?: string;
  /** The first is used where none is named. */
  readonly redirectUris?: readonly string[];
}

/** The client id, or more of it. */
export type ClientName = string | TestClient;

export function readClient(client: ClientName): TestClient {
  return typeof client === "string" ? { clientId: client } : client;
}

/** Names of scopes, with spaces between or one by one. */
export type ScopeNames = string | readonly string[];

export function writeScope(scope: ScopeNames): string {
  return typeof scope === "string" ? scope : scope.join(" ");
}
