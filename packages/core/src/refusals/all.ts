import { compact } from "../compact.ts";
import { authorizationRefusals } from "./authorization.ts";
import { clientAuthRefusals } from "./client-auth.ts";
import { developmentExplanations } from "./development.ts";
import { deviceRefusals } from "./device.ts";
import { documentRefusals } from "./document.ts";
import { grantRefusals } from "./grant.ts";
import { httpRefusals } from "./http.ts";
import { interactionRefusals } from "./interaction.ts";
import { redirectUriRefusals } from "./redirect-uri.ts";
import { refreshRefusals } from "./refresh.ts";
import { registrationRefusals } from "./registration.ts";
import { requestRefusals } from "./request.ts";
import type { Explanation, HttpRow, OAuthRow, Seen } from "./row.ts";
import { tokenUseRefusals } from "./token-use.ts";

/** The reasons that `refuse()` takes. */
export const oauthRefusals = {
  ...requestRefusals,
  ...authorizationRefusals,
  ...redirectUriRefusals,
  ...documentRefusals,
  ...registrationRefusals,
  ...clientAuthRefusals,
  ...grantRefusals,
  ...refreshRefusals,
  ...deviceRefusals,
  ...tokenUseRefusals,
} satisfies Readonly<Record<string, OAuthRow>>;

/** Every reason by subject, in the order of the documentation. */
export const refusalSubjects: readonly Subject[] = [
  { title: "HTTP requests", rows: httpRefusals },
  { title: "All OAuth requests", rows: requestRefusals },
  { title: "Authorization requests", rows: authorizationRefusals },
  { title: "Redirect URIs", rows: redirectUriRefusals },
  { title: "Sign-in and consent pages", rows: interactionRefusals },
  { title: "Client authentication", rows: clientAuthRefusals },
  { title: "Client registration", rows: registrationRefusals },
  { title: "Client metadata documents", rows: documentRefusals },
  { title: "Token requests", rows: grantRefusals },
  { title: "Refresh tokens", rows: refreshRefusals },
  { title: "Device authorization", rows: deviceRefusals },
  { title: "Using access tokens", rows: tokenUseRefusals },
  { title: "Development", rows: developmentExplanations },
];

interface Subject {
  title: string;
  rows: Readonly<Record<string, Explanation | OAuthRow | HttpRow>>;
}

/** Every reason; a name that ends in `*` stands for all reasons that start like it. */
export const refusals: Subject["rows"] = Object.fromEntries(
  refusalSubjects.flatMap(({ rows }) => Object.entries(rows)),
);

/** An explanation of one refused request. */
export interface Explained {
  rule: string;
  meaning: string;
  fix: string;
  /** The page of the documentation: `errors/denied`. Absent for a reason that this version does not know. */
  page?: string;
}

const families = Object.keys(refusals)
  .filter((name) => name.endsWith("*"))
  .toSorted((left, right) => right.length - left.length);

/** The key of `reason` in the table: its own, or that of its family. */
function keyOf(reason: string): string | undefined {
  if (Object.hasOwn(refusals, reason)) return reason;
  return families.find((name) => reason.startsWith(name.slice(0, -1)));
}

/** The explanation of `reason`, or of its family. */
export function explanationOf(reason: string): Explanation | undefined {
  return refusals[keyOf(reason) ?? ""];
}

/** The page of `reason`, or of its family: `errors/document_any`. */
export function pageOfReason(reason: string): string | undefined {
  const name = keyOf(reason);
  return name === undefined ? undefined : `errors/${name.replace("*", "any")}`;
}

export function explain(seen: Seen): Explained {
  const { rule, meaning, fix } = explanationOf(seen.reason) ?? unknown;
  const page = pageOfReason(seen.reason);
  return compact({ rule, meaning, fix: typeof fix === "string" ? fix : fix(seen), page });
}

/** An incident that another version of this program stored. */
const unknown: Explanation = {
  rule: "not known to this version",
  meaning: "The request was refused by another version of the server, for a reason that this version does not know.",
  fix: "Run `sallyport explain <error_id>` with the version that refused the request.",
};
