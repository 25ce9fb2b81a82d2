import { defineCheck, failed, passed, skipped, whenGathered } from "../check.ts";

export const registerUnknownMembers = defineCheck({
  id: "register-unknown-members",
  group: "register",
  claim: "Members that the server does not know do no harm",
  judge({ registration }) {
    return whenGathered(registration, ({ accepted }) => {
      if (accepted === undefined || !accepted.hasLoopback) return skipped("registration fails for another reason");
      if (accepted.hasUnknownMembers) return passed();
      return failed("registration works without them only", "ignore unknown members (RFC 7591 section 2)");
    });
  },
});
