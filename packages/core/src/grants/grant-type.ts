import type { Context } from "../context.ts";
import type { Form } from "../form.ts";
import type { OAuthRequest, OAuthResponse } from "../messages.ts";
import type { Client } from "../ports/store.ts";

/** A token request whose client is known. */
export interface TokenRequest {
  form: Form;
  client: Client;
  /** Whether the client proved more than its name. */
  isProven: boolean;
  request: OAuthRequest;
}

/** One way to buy tokens; the list is `all.ts`. */
export interface GrantType {
  /** The wire name (RFC 6749 section 4); it stands in no other source file. */
  name: string;
  /** Whether it renews tokens, so that a client registered for it gets the means to. */
  renews: boolean;
  /** Whether a redirect URI is needed for it. */
  redirects: boolean;
  /** Who may register for it; see `GrantTypes`. */
  registration: "default" | "named" | "entrusted";
  /** @throws OAuthError when the request buys nothing; then nothing was consumed */
  exchange(context: Context, request: TokenRequest): Promise<OAuthResponse>;
}

/** The longest device description that is kept with a grant. */
const maxUserAgent = 500;
const maxAddress = 45;

/** Where a request came from, as it is kept with a grant. */
export function originOf(request: OAuthRequest): { address?: string; userAgent?: string } {
  const { address, userAgent } = request;
  return {
    ...(address === undefined ? {} : { address: address.slice(0, maxAddress) }),
    ...(userAgent === undefined ? {} : { userAgent: userAgent.slice(0, maxUserAgent) }),
  };
}
