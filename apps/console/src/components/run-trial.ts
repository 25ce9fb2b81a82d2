import {
  authorizationUrl,
  claimsOf,
  type Endpoints,
  isRecord,
  readAuthorizationResponse,
  readEndpoints,
  type Secrets,
  tokenRequest,
  type Trial,
} from "../rules/trial.ts";

/** A started test that waits for the sign-in. */
export interface BegunTrial {
  trial: Trial;
  endpoints: Endpoints;
  secrets: Secrets;
  /** The authorization URL. */
  url: string;
}

/** The result: the tokens, or the endpoint that refused and its error. */
export type TrialOutcome =
  | {
      kind: "tokens";
      scope: string;
      expiresIn: number | undefined;
      hasRefreshToken: boolean;
      claims: Record<string, unknown> | undefined;
    }
  | {
      kind: "refused";
      where: "authorization" | "token";
      error: string;
      description: string;
      errorId: string | undefined;
    };

/** @throws Error whose message the page shows */
export async function beginTrial(issuer: string, trial: Trial): Promise<BegunTrial> {
  if (!window.isSecureContext)
    throw new Error("Open the console over https or on localhost: browsers compute the PKCE challenge only there.");
  const endpoints = readEndpoints(await fetchDocument(metadataUrl(issuer)));
  if (endpoints === undefined) throw new Error("The server metadata is missing or invalid.");
  const secrets = await makeSecrets();
  return { trial, endpoints, secrets, url: authorizationUrl(endpoints, trial, secrets) };
}

/**
 * Ends a test with the URL that the browser opened after the sign-in.
 * @throws Error whose message the page shows, if it is the wrong URL
 */
export async function endTrial(begun: BegunTrial, landedAt: string, method: string): Promise<TrialOutcome> {
  const { trial, endpoints, secrets } = begun;
  const arrival = readAuthorizationResponse(landedAt, endpoints, secrets);
  if (arrival.kind === "wrong") throw new Error(arrival.why);
  if (arrival.kind === "refused") {
    return {
      kind: "refused",
      where: "authorization",
      error: arrival.error,
      description: arrival.description,
      errorId: undefined,
    };
  }
  const { verifier } = secrets;
  const response = await fetch(endpoints.token_endpoint, tokenRequest(trial, arrival.code, { verifier, method }));
  const body: unknown = await response.json();
  return isRecord(body) && response.ok ? readTokens(body) : readRefusal(isRecord(body) ? body : {});
}

function readTokens({ access_token, scope, expires_in, refresh_token }: Record<string, unknown>): TrialOutcome {
  return {
    kind: "tokens",
    scope: textOf(scope),
    expiresIn: typeof expires_in === "number" ? expires_in : undefined,
    hasRefreshToken: refresh_token !== undefined,
    claims: claimsOf(textOf(access_token)),
  };
}

function readRefusal({ error, error_description, error_id }: Record<string, unknown>): TrialOutcome {
  const errorId = typeof error_id === "string" ? error_id : undefined;
  return { kind: "refused", where: "token", error: textOf(error), description: textOf(error_description), errorId };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** RFC 8414 section 3.1: between host and path. */
function metadataUrl(issuer: string): string {
  const { origin, pathname } = new URL(issuer);
  return `${origin}/.well-known/oauth-authorization-server${pathname === "/" ? "" : pathname}`;
}

async function fetchDocument(url: string): Promise<unknown> {
  const response = await fetch(url);
  return response.ok ? await response.json() : undefined;
}

async function makeSecrets(): Promise<Secrets> {
  const verifier = toBase64Url(crypto.getRandomValues(new Uint8Array(32)));
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  const state = toBase64Url(crypto.getRandomValues(new Uint8Array(16)));
  return { state, verifier, challenge: toBase64Url(new Uint8Array(digest)) };
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
