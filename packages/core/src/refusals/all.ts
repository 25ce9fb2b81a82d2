import type { Explanation, Explanations, Seen } from "./explanation.ts";
import { authorizationExplanations } from "./authorization.ts";
import { clientAuthExplanations } from "./client-auth.ts";
import { deviceExplanations } from "./device.ts";
import { documentExplanations } from "./document.ts";
import { grantExplanations } from "./grant.ts";
import { redirectUriExplanations } from "./redirect-uri.ts";
import { registrationExplanations } from "./registration.ts";
import { requestExplanations } from "./request.ts";
import { tokenUseExplanations } from "./token-use.ts";

/** Of every reason with which a request can be refused. */
export const explanations: Explanations = {
  ...requestExplanations,
  ...authorizationExplanations,
  ...redirectUriExplanations,
  ...documentExplanations,
  ...registrationExplanations,
  ...clientAuthExplanations,
  ...grantExplanations,
  ...deviceExplanations,
  ...tokenUseExplanations,
};

/** An explanation of one refused request. */
export interface Explained {
  rule: string;
  meaning: string;
  fix: string;
  /** Where the documentation tells of it: `errors/denied`. Absent where nobody explains the reason. */
  page?: string;
}

const families = Object.keys(explanations)
  .filter((name) => name.endsWith("*"))
  .toSorted((left, right) => right.length - left.length);

/** The name under which `reason` is explained: its own, or that of its family. */
function nameOf(reason: string): string | undefined {
  if (Object.hasOwn(explanations, reason)) return reason;
  return families.find((name) => reason.startsWith(name.slice(0, -1)));
}

/** What explains `reason`: its own words or those of its family. */
export function explanationOf(reason: string): Explanation | undefined {
  return explanations[nameOf(reason) ?? ""];
}

/** The page of `reason`, or of its family: `errors/document_any`. */
export function pageOfReason(reason: string): string | undefined {
  const name = nameOf(reason);
  return name === undefined ? undefined : `errors/${name.replace("*", "any")}`;
}

export function explain(seen: Seen): Explained {
  const { rule, meaning, fix } = explanationOf(seen.reason) ?? unknown;
  const page = pageOfReason(seen.reason);
  return {
    rule,
    meaning,
    fix: typeof fix === "string" ? fix : fix(seen),
    ...(page === undefined ? {} : { page }),
  };
}

/** An incident that another version of this program stored. */
const unknown: Explanation = {
  rule: "not known to this version",
  meaning: "The server that refused the request is of another version and knows a reason that this one does not.",
  fix: "Ask with the version that refused it.",
};
