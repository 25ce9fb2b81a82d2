import { createHash } from "node:crypto";
import { type BrowserCookies, type Client, codeGrantType, type OAuthRequest, type Provider } from "@sallyport/core";
import { createSystemRandom } from "@sallyport/core/random";

export interface TokenWish {
  client: Client;
  person: { email: string; password: string };
  scope: string;
  /** The resource that the token is for. */
  resource: string | undefined;
}

/**
 * Goes the way that a client and a person go, without a browser: authorization request, sign-in, consent,
 * code, token. @returns undefined when the person has another password by now
 */
export async function obtainToken(provider: Provider, wish: TokenWish): Promise<string | undefined> {
  const { client, resource, scope } = wish;
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
  const answer = await provider.token(
    toRequest("POST", { ...about, grant_type: codeGrantType, code, code_verifier: verifier }),
  );
  const token = answer.body?.["access_token"];
  if (typeof token !== "string") throw new Error("the token endpoint gave no token");
  return token;
}

async function obtainCode(
  provider: Provider,
  { person, scope }: TokenWish,
  parameters: Record<string, string>,
): Promise<string | undefined> {
  const outcome = await provider.authorize(toRequest("GET", parameters), { browser: undefined, session: undefined });
  if (outcome.kind !== "interaction") throw new Error("the authorization request was refused");
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
