import type { AuthMethods } from "../context.ts";
import { clientSecretBasic } from "./client-secret-basic.ts";
import { clientSecretPost } from "./client-secret-post.ts";
import type { ClientAuthMethod } from "./method.ts";
import { none } from "./none.ts";
import { privateKeyJwt } from "./private-key-jwt.ts";

/** Every way for a client to authenticate. A new one is a new file and a line here. */
export const clientAuthMethods: readonly ClientAuthMethod[] = [
  none,
  privateKeyJwt,
  clientSecretBasic,
  clientSecretPost,
];

/** The list as the other layers see it. */
export const authMethods: AuthMethods = {
  names: clientAuthMethods.map((method) => method.name),
  none: none.name,
  default: clientSecretBasic.name,
  proofOf: (name) => clientAuthMethods.find((method) => method.name === name)?.proof,
  withProof: (proof) => clientAuthMethods.filter((method) => method.proof === proof).map((method) => method.name),
};
