import type { Context, Proof } from "../context.ts";
import type { Form } from "../form.ts";
import type { OAuthRequest } from "../messages.ts";
import type { Client } from "../ports/store.ts";

/** What a request says of who sends it, and how it means to prove it. */
export interface Credentials {
  clientId: string;
  /** The secret, or the signed assertion; absent: nothing to prove. */
  proof?: string;
}

/** One way for a client to say who it is; the list is `all.ts`. */
export interface ClientAuthMethod {
  /** The registered name (`token_endpoint_auth_method`, RFC 7591 section 2). */
  name: string;
  proof: Proof;
  /**
   * The credentials, when the request uses this method.
   * @throws InvalidClientError when it does so in a broken way
   */
  read(request: OAuthRequest, form: Form): Credentials | undefined;
  /** Why the proof does not hold, as a reason for logs; undefined when it does. */
  whyUnproven(context: Context, client: Client, credentials: Credentials): Promise<string | undefined>;
}
