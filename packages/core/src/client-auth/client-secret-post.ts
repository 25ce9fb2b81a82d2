import { whyNotSecret } from "../clients/secret.ts";
import type { ClientAuthMethod } from "./method.ts";

/** Id and secret in the body (RFC 6749 section 2.3.1). */
export const clientSecretPost: ClientAuthMethod = {
  name: "client_secret_post",
  proof: "secret",
  read(_request, form) {
    const clientId = form.get("client_id");
    const proof = form.get("client_secret");
    return clientId !== undefined && proof !== undefined ? { clientId, proof } : undefined;
  },
  whyUnproven: (context, client, { proof }) => whyNotSecret(context, client, proof),
};
