import { responseRoutes, type WaitingFault } from "./fault.ts";
import { answerWithIssuer } from "./response-issuer.ts";

export const missingIss: WaitingFault = {
  kind: "waiting",
  name: "missing_iss",
  summary: "the authorization response has no iss, although the metadata announces it",
  options: [],
  routes: responseRoutes,
  isForAll: false,
  apply: (passage, serve) => answerWithIssuer(passage, serve, undefined),
};
