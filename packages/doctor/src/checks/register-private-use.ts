import { asObject, listOf } from "../answer.ts";
import { defineCheck, failed, passed, skipped, whenGathered } from "../check.ts";

export const registerPrivateUse = defineCheck({
  id: "register-private-use",
  group: "register",
  claim: "An application's own scheme can be registered",
  judge({ registration }) {
    return whenGathered(registration, ({ accepted }) => {
      if (accepted === undefined) return skipped("no client was registered");
      const fix = "accept private-use schemes such as cursor:// for public clients (RFC 8252 section 7.1)";
      if (!accepted.hasLoopback) return skipped("not even loopback redirect URIs can be registered");
      if (!accepted.hasPrivateUse) return failed("registration works without cursor:// only", fix);
      const kept = listOf(asObject(accepted.answer.json), "redirect_uris");
      const isKept = kept.length === 0 || kept.some((uri) => uri.startsWith("cursor:"));
      return isKept ? passed() : failed("cursor:// was not registered", fix);
    });
  },
});
