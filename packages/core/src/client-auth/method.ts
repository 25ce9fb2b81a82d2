import type { Context, Proof } from "../context.ts";
import type { InvalidClientError } from "../errors.ts";
import type { Form } from "../form.ts";
import type { OAuthRequest } from "../messages.ts";
import type { Client } from "../ports/store.ts";
import type { clientAuthRefusals } from "../refusals/client-auth.ts";

/** What a request says of who sends it, and how it means to prove it. */
export interface Credentials {
  clientId: string;
  /** The secret, or the signed assertion; absent: nothing to prove. */
  proof?: string;
}

/** Why a client could not authenticate. */
export type AuthenticationFailure = {
  [
    Reason in keyof typeof clientAuthRefusals
  ]: (typeof clientAuthRefusals)[Reason]["error"] extends typeof InvalidClientError ? Reason : never;
}[keyof typeof clientAuthRefusals];

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
  whyUnproven(context: Context, client: Client, credentials: Credentials): Promise<AuthenticationFailure | undefined>;
}
