/** The parameters of a test of a client. */
export interface Trial {
  clientId: string;
  /** Absent: a public client. */
  clientSecret?: string;
  redirectUri: string;
  scope: string;
  resource?: string;
}

/** The endpoints of the flow from the server metadata. */
export interface Endpoints {
  issuer: string;
  authorization_endpoint: string;
  token_endpoint: string;
}

/** State and PKCE values of one test. */
export interface Secrets {
  state: string;
  verifier: string;
  challenge: string;
}

export type AuthorizationResponse =
  | { kind: "code"; code: string }
  | { kind: "refused"; error: string; description: string }
  | { kind: "wrong"; why: string };

/** Reads the endpoints from a metadata document; undefined if one is missing. */
export function readEndpoints(document: unknown): Endpoints | undefined {
  if (!isRecord(document)) return undefined;
  const { issuer, authorization_endpoint, token_endpoint } = document;
  const isGood =
    typeof issuer === "string" && typeof authorization_endpoint === "string" && typeof token_endpoint === "string";
  return isGood ? { issuer, authorization_endpoint, token_endpoint } : undefined;
}

/** The authorization URL (RFC 6749 section 4.1.1, RFC 7636 section 4.3). */
export function authorizationUrl(
  { authorization_endpoint }: Endpoints,
  trial: Trial,
  { state, challenge }: Secrets,
): string {
  const url = new URL(authorization_endpoint);
  url.search = new URLSearchParams({
    response_type: "code",
    client_id: trial.clientId,
    redirect_uri: trial.redirectUri,
    state,
    code_challenge: challenge,
    code_challenge_method: "S256",
    ...(trial.scope === "" ? {} : { scope: trial.scope }),
    ...(trial.resource === undefined ? {} : { resource: trial.resource }),
  }).toString();
  return url.href;
}

/** Reads the authorization response from the URL that the browser opened. */
export function readAuthorizationResponse(
  text: string,
  { issuer }: Endpoints,
  { state }: Secrets,
): AuthorizationResponse {
  if (!URL.canParse(text.trim())) return { kind: "wrong", why: "This is not a URL." };
  const { searchParams } = new URL(text.trim());
  if (searchParams.get("state") !== state)
    return { kind: "wrong", why: "This URL belongs to another test: its state does not match." };
  if (searchParams.get("iss") !== issuer)
    return { kind: "wrong", why: "This URL is not from this server: its iss does not match." };
  const error = searchParams.get("error");
  if (error !== null) return { kind: "refused", error, description: searchParams.get("error_description") ?? "" };
  const code = searchParams.get("code");
  return code === null ? { kind: "wrong", why: "This URL has no code parameter." } : { kind: "code", code };
}

/** The token request; the secret is sent by HTTP Basic or in the form, as registered for the client. */
export function tokenRequest(
  trial: Trial,
  code: string,
  { verifier, method }: { verifier: string; method: string },
): RequestInit {
  const { clientId, clientSecret, redirectUri } = trial;
  const form = new URLSearchParams({
    grant_type: "authorization_code",
    code,
    redirect_uri: redirectUri,
    code_verifier: verifier,
  });
  const isBasic = clientSecret !== undefined && method === "client_secret_basic";
  if (!isBasic) form.set("client_id", clientId);
  if (clientSecret !== undefined && !isBasic) form.set("client_secret", clientSecret);
  const pair = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret ?? "")}`;
  return { method: "POST", body: form, ...(isBasic ? { headers: { authorization: `Basic ${btoa(pair)}` } } : {}) };
}

/** The claims of a JWT, not verified. Undefined for an opaque token. */
export function claimsOf(token: string): Record<string, unknown> | undefined {
  const [, payload] = token.split(".");
  if (payload === undefined) return undefined;
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isRecord(claims) ? claims : undefined;
  } catch {
    return undefined;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
