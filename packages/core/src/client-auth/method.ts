import type { Form } from "../form.ts";
import type { OAuthRequest } from "../messages.ts";

/** What a request says of who sends it. */
export interface Credentials {
  clientId: string;
  /** Absent: nothing to prove. */
  secret?: string;
}

/** One way for a client to say who it is; the list is `all.ts`. */
export interface ClientAuthMethod {
  /** The registered name (`token_endpoint_auth_method`, RFC 7591 section 2). */
  name: string;
  usesSecret: boolean;
  /**
   * The credentials, when the request uses this method.
   * @throws InvalidClientError when it does so in a broken way
   */
  read(request: OAuthRequest, form: Form): Credentials | undefined;
}
