import { refuse } from "../refusals/refuse.ts";
import { hashSecret } from "../secret.ts";
import { after, epochSeconds } from "../time.ts";
import { readAssertionSubject, verifyAssertion } from "../tokens/client-assertion.ts";
import type { ClientAuthMethod } from "./method.ts";

/** The one type of assertion (RFC 7523 section 2.2). */
const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** A short-lived JWT that the client signs (RFC 7523; OpenID Connect Core section 9). */
export const privateKeyJwt: ClientAuthMethod = {
  name: "private_key_jwt",
  proof: "signature",
  read(_request, form) {
    const proof = form.get("client_assertion");
    if (proof === undefined) return undefined;
    const clientId = readAssertionSubject(proof);
    if (clientId === undefined || form.get("client_assertion_type") !== assertionType) {
      throw refuse("malformed_assertion");
    }
    return { clientId, proof };
  },
  async whyUnproven(context, client, { proof }) {
    const verdict = await verifyAssertion(context, client, proof ?? "");
    if (!verdict.ok) return verdict.why;
    const once = hashSecret(`${client.id} ${verdict.jti}`);
    const outcome = await context.store.onceOnly.use(once, after(epochSeconds(verdict.expiresAt), 60));
    return outcome === "first" ? undefined : "replayed_assertion";
  },
};
