/** What a kind of token may be asked to say, beside what all of them may. */
export interface KindOptions {
  audience?: string | readonly string[] | undefined;
  clientId?: string | undefined;
  resource?: string | readonly string[] | undefined;
  scope?: string | undefined;
  nonce?: string | undefined;
  platform?: string | undefined;
}

export interface KindPlace {
  /** Whom the token is about, when it was said. */
  subject: string | undefined;
  /** Seconds since 1970. */
  now: number;
  /** The issuer of the authorization server beside this provider. */
  server: string;
}

/** A sort of token that the identity provider issues. */
export interface TokenKind {
  name: string;
  summary: string;
  /** Of the JWT's header. */
  typ: string;
  /** What it heeds: anything else is refused. */
  options: readonly (keyof KindOptions)[];
  /** What it cannot do without. */
  required: readonly (keyof KindOptions)[];
  /** Beside `iss`, `iat`, `exp` and `jti`. */
  claims(options: KindOptions, place: KindPlace): Readonly<Record<string, unknown>>;
}
