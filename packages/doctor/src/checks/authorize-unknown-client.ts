import { defineCheck, failed, passed, warned, whenGathered } from "../check.ts";

export const authorizeUnknownClient = defineCheck({
  id: "authorize-unknown-client",
  group: "authorize",
  claim: "An unknown client gets no redirect",
  judge({ authorize }) {
    return whenGathered(authorize, ({ unknownClient: { outcome } }) => {
      const fix = "tell the person, with a status of 400, before anything else (RFC 6749 section 4.1.2.1)";
      switch (outcome.kind) {
        case "refused":
          return passed(outcome.how);
        case "goes-on":
          return warned(`the person is let in first: ${outcome.how}`, fix);
        case "sent-back":
          return failed("the browser is sent to the redirect URI", `${fix}: anything else is an open redirector`);
        case "broken":
          return failed(outcome.how, fix);
      }
    });
  },
});
