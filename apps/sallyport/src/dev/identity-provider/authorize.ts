import {
  InvalidRequestError,
  InvalidScopeError,
  isLoopbackHost,
  OAuthError,
  UnsupportedResponseTypeError,
} from "@sallyport/core";
import type { Ledger } from "./ledger.ts";
import { type Parameters, readParameters } from "./parameters.ts";
import { subjects } from "./subjects.ts";

/** What a code stands for. */
export interface SignIn {
  clientId: string;
  redirectUri: string;
  challenge: string;
  nonce: string | undefined;
  scope: string;
  subject: string;
  /** Seconds since 1970. */
  at: number;
}

interface AuthorizeOptions {
  issuer: string;
  codes: Ledger<SignIn>;
  now: () => number;
  /** Who is signed in without being asked. */
  person: string | undefined;
}

/** Where the browser goes; or a page for it to pick a person from; or why there is no way back to the client. */
export type AuthorizeOutcome =
  | { kind: "redirect"; to: string }
  | { kind: "pick"; clientId: string; deny: string }
  | { kind: "refused"; why: string };

/** The authorization endpoint (OpenID Connect Core section 3.1.2). `person` in the request spares the pick. */
export function authorize(options: AuthorizeOptions, query: URLSearchParams): AuthorizeOutcome {
  const asker = findAsker(query);
  if ("why" in asker) return { kind: "refused", why: asker.why };
  const { clientId, redirectUri } = asker;
  const leave = (answer: Readonly<Record<string, string>>): string => {
    const to = new URL(redirectUri);
    const state = query.get("state");
    const all = { ...answer, ...(state === null ? {} : { state }), iss: options.issuer };
    for (const [name, value] of Object.entries(all)) to.searchParams.append(name, value);
    return to.href;
  };
  try {
    const parameters = readParameters(query);
    const asked = readRequest(parameters);
    const subject = choosePerson(parameters, options.person);
    if (subject === undefined) {
      if (parameters.get("prompt") === "none") return { kind: "redirect", to: leave({ error: "login_required" }) };
      return { kind: "pick", clientId, deny: leave({ error: "access_denied" }) };
    }
    const code = options.codes.note({ clientId, redirectUri, ...asked, subject, at: options.now() });
    return { kind: "redirect", to: leave({ code }) };
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    return { kind: "redirect", to: leave({ error: error.error, error_description: error.message }) };
  }
}

/** Any client at a loopback address: this provider has nothing to protect from one. */
function findAsker(query: URLSearchParams): { clientId: string; redirectUri: string } | { why: string } {
  const [clientIds, redirectUris] = [query.getAll("client_id"), query.getAll("redirect_uri")];
  const [clientId = "", redirectUri = ""] = [clientIds[0], redirectUris[0]];
  if (clientIds.length > 1 || redirectUris.length > 1) return { why: "client_id or redirect_uri is repeated" };
  if (clientId === "") return { why: "client_id is missing" };
  if (!isOfThisMachine(redirectUri)) return { why: "redirect_uri must be an http or https URL of this machine" };
  return { clientId, redirectUri };
}

function isOfThisMachine(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) return false;
  return isLoopbackHost(url.hostname) && url.username + url.password + url.hash === "" && !text.endsWith("#");
}

function readRequest(parameters: Parameters): Pick<SignIn, "challenge" | "nonce" | "scope"> {
  const given = (name: string): string => parameters.get(name) ?? "";
  if (given("response_type") !== "code") {
    throw new UnsupportedResponseTypeError("response_type must be code", { reason: "response_type" });
  }
  const scope = given("scope");
  if (!scope.split(" ").includes("openid")) throw new InvalidScopeError("openid is missing", { reason: "scope" });
  const challenge = given("code_challenge");
  if (given("code_challenge_method") !== "S256" || !/^[\w-]{43}$/.test(challenge)) {
    throw new InvalidRequestError("code_challenge with the method S256 is needed", { reason: "challenge" });
  }
  if ((parameters.get("response_mode") ?? "query") !== "query") {
    throw new InvalidRequestError("response_mode must be query", { reason: "response_mode" });
  }
  const unsupported = ["request", "request_uri"].find((name) => parameters.get(name) !== undefined);
  if (unsupported !== undefined) {
    throw new InvalidRequestError(`${unsupported} is not supported`, { reason: "request_object" });
  }
  return { challenge, nonce: parameters.get("nonce"), scope };
}

function choosePerson(parameters: Parameters, usual: string | undefined): string | undefined {
  const person = parameters.get("person") ?? usual;
  if (person === undefined || subjects.includes(person)) return person;
  throw new InvalidRequestError(`person must be one of ${subjects.join(", ")}`, { reason: "person" });
}
