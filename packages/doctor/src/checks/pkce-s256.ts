import { listOf } from "../answer.ts";
import { defineCheck, failed, passed, skipped, warned } from "../check.ts";

export const pkceS256 = defineCheck({
  id: "pkce-s256",
  group: "server",
  claim: "PKCE with S256 is announced",
  judge({ server }) {
    if (server.document === undefined) return skipped("there is no metadata");
    const methods = listOf(server.document, "code_challenge_methods_supported");
    if (!methods.includes("S256")) {
      return failed(
        "code_challenge_methods_supported has no S256",
        "add S256: clients must refuse to go on without it",
      );
    }
    return methods.includes("plain")
      ? warned("plain is offered too", "offer S256 alone (OAuth 2.1 section 4.1.1)")
      : passed();
  },
});
