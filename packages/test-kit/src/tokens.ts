import { type ClientName, readClient, type ScopeNames, writeScope } from "./clients.ts";
import type { Control } from "./control.ts";
import { namePerson, type PersonName } from "./people.ts";

/**
 * What a token is for.
 * @example
 * ```ts
 * import { startTestServer, type TokenWish } from "@sallyport/test-kit";
 * await using server = await startTestServer();
 * const wish: TokenWish = { person: "bob", scope: "openid email" };
 * await server.issueToken(wish);
 * ```
 */
export interface TokenWish {
  /** Default: alice. */
  readonly person?: PersonName;
  /** Default: the client of the server. */
  readonly client?: ClientName;
  /** The URI of a resource that the server knows. Default: the demo MCP server, if there is one. */
  readonly resource?: string;
  /** Default: `openid profile email` and everything that the resource has. */
  readonly scope?: ScopeNames;
}

/**
 * What a client is given.
 * @example
 * ```ts
 * import { startTestServer, type Tokens } from "@sallyport/test-kit";
 * await using server = await startTestServer();
 * const { accessToken, expiresInSeconds }: Tokens = await server.issueToken();
 * ```
 */
export interface Tokens {
  readonly accessToken: string;
  /** `Bearer`. */
  readonly tokenType: string;
  /** How long the access token lives. */
  readonly expiresInSeconds: number;
  /** What was granted, with spaces between. */
  readonly scope: string;
  readonly refreshToken?: string;
  /** With the scope `openid`. */
  readonly idToken?: string;
}

export async function issueTokens({ mutate }: Control, wish: TokenWish = {}): Promise<Tokens> {
  const { person, client, resource, scope } = wish;
  const { clientId, clientSecret } = client === undefined ? {} : readClient(client);
  return await mutate("tokens.issue", {
    ...namePerson(person),
    clientId,
    clientSecret,
    resource,
    scope: scope === undefined ? undefined : writeScope(scope),
  });
}
