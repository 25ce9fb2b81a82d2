import type { ClientAuthMethod } from "./method.ts";

/** Id and secret in the body (RFC 6749 section 2.3.1). */
export const clientSecretPost: ClientAuthMethod = {
  name: "client_secret_post",
  usesSecret: true,
  read(_request, form) {
    const clientId = form.get("client_id");
    const secret = form.get("client_secret");
    return clientId !== undefined && secret !== undefined ? { clientId, secret } : undefined;
  },
};
