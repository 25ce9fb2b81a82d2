import { DatabaseSync } from "node:sqlite";
import { oauthProvider } from "@better-auth/oauth-provider";
import { pkce } from "@sallyport/fixtures";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { jwt } from "better-auth/plugins";

const baseURL = "http://localhost:3000";

/** Runs Better Auth on a fresh SQLite file: somebody signs up, registers a client and allows it what it asks for. */
export async function runBetterAuth(file: string, person: { email: string; password: string }) {
  const database = new DatabaseSync(file);
  const options = {
    baseURL,
    secret: "6Gk2m9Qx0Zr4Ty7Wb1Nc5Vf8Hd3Js6La",
    database,
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    emailAndPassword: { enabled: true },
    plugins: [
      jwt(),
      oauthProvider({
        loginPage: "/sign-in",
        consentPage: "/consent",
        allowDynamicClientRegistration: true,
        allowUnauthenticatedClientRegistration: true,
        scopes: ["openid", "profile", "email", "offline_access"],
        silenceWarnings: { oauthAuthServerConfig: true, openidConfig: true },
      }),
    ],
  };
  await (await getMigrations(options)).runMigrations();
  const auth = betterAuth(options);
  let cookie = "";
  const call = async (path: string, body?: object): Promise<Response> => {
    const url = `${baseURL}/api/auth${path}`;
    const headers = { origin: baseURL, cookie, ...(body === undefined ? {} : { "content-type": "application/json" }) };
    const init = body === undefined ? { headers } : { headers, method: "POST", body: JSON.stringify(body) };
    const answer = await auth.handler(new Request(url, init));
    if (answer.status >= 400) throw new Error(`Better Auth refuses ${path}: ${await answer.text()}`);
    return answer;
  };

  const redirectUri = "https://app.example/cb";
  const registration = { redirect_uris: [redirectUri], grant_types: ["authorization_code", "refresh_token"] };
  const stray = await call("/oauth2/register", {
    ...registration,
    client_name: "Stray",
    token_endpoint_auth_method: "none",
  });
  const signedUp = await call("/sign-up/email", { ...person, name: "Ada" });
  cookie = signedUp.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
  const own = { ...registration, client_name: "Web", token_endpoint_auth_method: "client_secret_basic" };
  const registered = (await (await call("/oauth2/register", own)).json()) as {
    client_id: string;
    client_secret: string;
  };
  const query = new URLSearchParams({
    response_type: "code",
    client_id: registered.client_id,
    redirect_uri: redirectUri,
    scope: "openid profile",
    state: "s",
    code_challenge: pkce.challenge,
    code_challenge_method: "S256",
  });
  const asked = await call(`/oauth2/authorize?${query.toString()}`);
  const consentPage = new URL(asked.headers.get("location") ?? "", baseURL);
  await call("/oauth2/consent", { accept: true, oauth_query: consentPage.search.slice(1) });
  const { user } = (await signedUp.json()) as { user: { id: string } };
  database.close();
  return {
    userId: user.id,
    clientId: registered.client_id,
    clientSecret: registered.client_secret,
    strayId: ((await stray.json()) as { client_id: string }).client_id,
    redirectUri,
  };
}
