/**
 * What tests need to be there.
 * @example
 * ```ts
 * import { startTestServer, type Seed } from "@sallyport/test-kit";
 * await using server = await startTestServer();
 * const seed: Seed = { resources: [{ uri: "http://localhost:3000/mcp", scopes: [{ name: "notes:read" }] }] };
 * await server.seed(seed);
 * ```
 */
export interface Seed {
  readonly users?: readonly { readonly email: string; readonly password: string; readonly name?: string }[];
  readonly resources?: readonly {
    /** The URL that clients connect to; the audience of its tokens. */
    readonly uri: string;
    readonly name?: string;
    readonly scopes?: readonly { readonly name: string; readonly description?: string }[];
  }[];
  readonly clients?: readonly {
    readonly name: string;
    /** Default: public. */
    readonly type?: "public" | "confidential";
    readonly redirectUris: readonly string[];
    readonly scopes?: readonly string[];
    readonly grantTypes?: readonly string[];
  }[];
}

/**
 * What was put in, in the order of the lists.
 * @example
 * ```ts
 * import { startTestServer, type Seeded } from "@sallyport/test-kit";
 * await using server = await startTestServer();
 * const { clients }: Seeded = await server.seed({ clients: [{ name: "Notes", redirectUris: ["http://127.0.0.1/"] }] });
 * ```
 */
export interface Seeded {
  readonly users: readonly { readonly email: string; readonly id: string }[];
  readonly resources: readonly { readonly uri: string }[];
  readonly clients: readonly { readonly name: string; readonly clientId: string; readonly clientSecret?: string }[];
}
