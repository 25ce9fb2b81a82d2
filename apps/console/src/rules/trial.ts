/** What is asked of the authorization server, once, to see whether a client gets in. */
export interface Trial {
  clientId: string;
  /** Absent: a public client. */
  clientSecret?: string;
  redirectUri: string;
  scope: string;
  resource?: string;
}

/** Both ends of the flow, as the server's metadata names them. */
export interface Endpoints {
  issuer: string;
  authorization_endpoint: string;
  token_endpoint: string;
}

/** What only the one who began the flow knows. */
export interface Secrets {
  state: string;
  verifier: string;
  challenge: string;
}

export type Arrival =
  | { kind: "code"; code: string }
  | { kind: "refused"; error: string; words: string }
  | { kind: "wrong"; why: string };

/** Whether the text is a document of a server that has both ends. */
export function readEndpoints(document: unknown): Endpoints | undefined {
  if (!isRecord(document)) return undefined;
  const { issuer, authorization_endpoint, token_endpoint } = document;
  const isGood =
    typeof issuer === "string" && typeof authorization_endpoint === "string" && typeof token_endpoint === "string";
  return isGood ? { issuer, authorization_endpoint, token_endpoint } : undefined;
}

/** Where the person goes (RFC 6749 section 4.1.1, RFC 7636 section 4.3). */
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

/** What the address says at which the person landed. */
export function readArrival(text: string, { issuer }: Endpoints, { state }: Secrets): Arrival {
  if (!URL.canParse(text.trim())) return { kind: "wrong", why: "This is no address." };
  const { searchParams } = new URL(text.trim());
  if (searchParams.get("state") !== state)
    return { kind: "wrong", why: "This address belongs to another trial: its state is not ours." };
  if (searchParams.get("iss") !== issuer)
    return { kind: "wrong", why: "This address was not made by this server: its iss is another." };
  const error = searchParams.get("error");
  if (error !== null) return { kind: "refused", error, words: searchParams.get("error_description") ?? "" };
  const code = searchParams.get("code");
  return code === null ? { kind: "wrong", why: "This address holds no code." } : { kind: "code", code };
}

/** What the code is changed for tokens with; the secret goes by Basic or in the form, as the client registered it. */
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

/** What a JWT says, for people; nobody verifies it here. Undefined for a token that only the server can read. */
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
