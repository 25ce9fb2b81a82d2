interface Tokens {
  readonly accessToken: string;
  readonly refreshToken?: string;
  readonly expiresInSeconds: number;
}

interface Surroundings {
  readonly tokenEndpoint: string;
  readonly clientId: string;
  /** What time it is, in seconds. */
  readonly now: () => Promise<number>;
}

/** Nobody but the person can help: they have to sign in again. */
export class SignInNeeded extends Error {
  override readonly name = "SignInNeeded";
}

/** The code that is tested: it keeps the tokens of a person fresh. */
export class TokenKeeper {
  readonly #surroundings: Surroundings;
  #tokens: Tokens;
  #expiresAt: number;

  private constructor(surroundings: Surroundings, tokens: Tokens, now: number) {
    this.#surroundings = surroundings;
    this.#tokens = tokens;
    this.#expiresAt = now + tokens.expiresInSeconds;
  }

  static async create(surroundings: Surroundings, tokens: Tokens): Promise<TokenKeeper> {
    return new TokenKeeper(surroundings, tokens, await surroundings.now());
  }

  /** @throws SignInNeeded */
  async accessToken(): Promise<string> {
    const now = await this.#surroundings.now();
    if (now >= this.#expiresAt) await this.#refresh(now);
    return this.#tokens.accessToken;
  }

  async #refresh(now: number): Promise<void> {
    const { tokenEndpoint, clientId } = this.#surroundings;
    const { refreshToken = "" } = this.#tokens;
    const form = { grant_type: "refresh_token", refresh_token: refreshToken, client_id: clientId };
    const response = await fetch(tokenEndpoint, { method: "POST", body: new URLSearchParams(form) });
    const answer = (await response.json()) as Record<string, string>;
    if (answer["error"] === "invalid_grant") throw new SignInNeeded();
    if (!response.ok) throw new Error(`no new token: ${response.status} ${answer["error"]}`);
    const { access_token: accessToken = "", refresh_token: next = refreshToken, expires_in: seconds } = answer;
    this.#tokens = { accessToken, refreshToken: next, expiresInSeconds: Number(seconds) };
    this.#expiresAt = now + Number(seconds);
  }
}
