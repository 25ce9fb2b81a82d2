export interface Account {
  readonly email: string;
  readonly password: string;
}

/** What to examine, and with what. */
export interface DoctorOptions {
  readonly mcpUrl: string;
  /** Whether a client may be registered; at most one is. */
  readonly mayRegister: boolean;
  /** A client that exists already. */
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
  /** The one address that a given secret or refresh token may be sent to; without it they go nowhere. */
  readonly trustTokenEndpoint?: string | undefined;
  /** A redirect URI of that client; without it its authorization requests are not examined. */
  readonly redirectUri?: string | undefined;
  /** Signs in through forms with a password. */
  readonly account?: Account | undefined;
  readonly token?: string | undefined;
  /** Used up by the examination. */
  readonly refreshToken?: string | undefined;
  /** A tool that needs more scopes than the token has; it is called without arguments. */
  readonly tool?: string | undefined;
  /** For each request. */
  readonly timeoutMs: number;
}
