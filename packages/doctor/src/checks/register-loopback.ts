import { asObject, listOf } from "../answer.ts";
import { defineCheck, failed, passed, skipped, whenGathered } from "../check.ts";
import { loopbackRedirects } from "../gather/registration.ts";

export const registerLoopback = defineCheck({
  id: "register-loopback",
  group: "register",
  claim: "Loopback redirect URIs can be registered",
  judge({ registration }) {
    return whenGathered(registration, ({ accepted }) => {
      if (accepted === undefined) return skipped("no client was registered");
      const kept = listOf(asObject(accepted.answer.json), "redirect_uris");
      const dropped = loopbackRedirects.filter((uri) => accepted.hasLoopback && kept.length > 0 && !kept.includes(uri));
      const fix = "accept http redirect URIs at 127.0.0.1 and localhost, with any port (RFC 8252 section 7.3)";
      if (!accepted.hasLoopback) return failed("registration works without loopback redirect URIs only", fix);
      return dropped.length === 0 ? passed() : failed(`these were not registered: ${dropped.join(", ")}`, fix);
    });
  },
});
