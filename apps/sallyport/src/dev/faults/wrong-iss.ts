import { responseRoutes, type WaitingFault } from "./fault.ts";
import { answerWithIssuer } from "./response-issuer.ts";

export const wrongIss: WaitingFault = {
  kind: "waiting",
  name: "wrong_iss",
  summary: "the authorization response has another iss: --issuer (default: https://attacker.example)",
  options: ["issuer"],
  routes: responseRoutes,
  isForAll: false,
  apply: (passage, serve) => answerWithIssuer(passage, serve, passage.options.issuer ?? "https://attacker.example"),
};
