/** What tests need to be there. */
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

/** What was put in, in the order of the lists. */
export interface Seeded {
  readonly users: readonly { readonly email: string; readonly id: string }[];
  readonly resources: readonly { readonly uri: string }[];
  readonly clients: readonly { readonly name: string; readonly clientId: string; readonly clientSecret?: string }[];
}
