import { createHash } from "node:crypto";
import {
  type BrowserCookies,
  type Client,
  codeGrantType,
  type JsonObject,
  type OAuthRequest,
  type Provider,
} from "@sallyport/core";
import { createSystemRandom } from "@sallyport/core/random";

export interface TokenWish {
  client: Client;
  /** Of a confidential client. */
  clientSecret?: string | undefined;
  person: { email: string; password: string };
  scope: string;
  /** The resource that the token is for. */
  resource: string | undefined;
}

/**
 * Goes the way that a client and a person go, without a browser: authorization request, sign-in, consent,
 * code, token. @returns what the token endpoint says, or undefined when the person has another password
 * @throws OAuthError as the client would meet it
 */
export async function obtainTokens(provider: Provider, wish: TokenWish): Promise<JsonObject | undefined> {
  const { client, clientSecret, resource, scope } = wish;
  const redirectUri = client.redirectUris[0] ?? "";
  const verifier = createSystemRandom().bytes(32).toString("base64url");
  const about = { client_id: client.id, redirect_uri: redirectUri, ...(resource === undefined ? {} : { resource }) };
  const code = await obtainCode(provider, wish, {
    ...about,
    response_type: "code",
    scope,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  });
  if (code === undefined) return undefined;
  const proof = clientSecret === undefined ? [] : [basicHeader(client.id, clientSecret)];
  const form = { ...about, grant_type: codeGrantType, code, code_verifier: verifier };
  const answer = await provider.token({ ...toRequest("POST", form), authorization: proof });
  return answer.body ?? {};
}

async function obtainCode(
  provider: Provider,
  { person, scope }: TokenWish,
  parameters: Record<string, string>,
): Promise<string | undefined> {
  const outcome = await provider.authorize(toRequest("GET", parameters), { browser: undefined, session: undefined });
  if (outcome.kind !== "interaction") throw outcome.refusal ?? new Error("nobody was asked");
  const { id } = outcome;
  const cookies: BrowserCookies = { browser: outcome.browserCookie, session: undefined };
  const { csrf } = await provider.interactions.view(id, cookies);
  const signedIn = await provider.interactions.signIn({ id, cookies }, { csrf, ...person });
  if (signedIn.kind === "refused") return undefined;
  cookies.session = signedIn.sessionCookie;
  const form = { csrf, approved: true, scopes: scope.split(" ") };
  const location = signedIn.location ?? (await provider.interactions.decide({ id, cookies }, form));
  await provider.sessions.end(cookies.session);
  return new URL(location).searchParams.get("code") ?? undefined;
}

/** RFC 6749 section 2.3.1. */
function basicHeader(id: string, secret: string): string {
  const pair = [id, secret].map(encodeURIComponent).join(":");
  return `Basic ${Buffer.from(pair).toString("base64")}`;
}

function toRequest(method: "GET" | "POST", parameters: Record<string, string>): OAuthRequest {
  const text = new URLSearchParams(parameters).toString();
  return {
    method,
    query: method === "GET" ? text : "",
    body: method === "POST" ? text : "",
    contentType: method === "POST" ? "application/x-www-form-urlencoded" : undefined,
    authorization: [],
    address: "127.0.0.1",
    userAgent: "sallyport dev",
  };
}
