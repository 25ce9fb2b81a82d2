import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import * as oauth from "openid-client";

export interface WebApp {
  readonly url: string;
  readonly redirectUri: string;
  close(): void;
}

/** The application that is tested: a page with a link, and a greeting for whoever comes back signed in. */
export async function startWebApp(issuer: string, findClientId: () => string): Promise<WebApp> {
  const app = createServer((request, response) => {
    const at = new URL(request.url ?? "/", url);
    const page = pages[at.pathname] ?? showLink;
    page(response, at).catch((error: unknown) => show(response, `Something went wrong: ${describe(error)}`));
  });
  await once(app.listen(0, "127.0.0.1"), "listening");
  const url = `http://127.0.0.1:${(app.address() as AddressInfo).port}`;
  const redirectUri = `${url}/callback`;
  const discover = () =>
    oauth.discovery(new URL(issuer), findClientId(), undefined, oauth.None(), {
      // It is http, on this machine.
      execute: [oauth.allowInsecureRequests],
    });
  const [pkceCodeVerifier, expectedState] = [oauth.randomPKCECodeVerifier(), oauth.randomState()];

  const showLink = async (response: ServerResponse): Promise<void> => show(response, '<a href="/sign-in">Sign in</a>');
  const pages: Record<string, (response: ServerResponse, at: URL) => Promise<void>> = {
    "/sign-in": async (response) => {
      const to = oauth.buildAuthorizationUrl(await discover(), {
        redirect_uri: redirectUri,
        scope: "openid email",
        state: expectedState,
        code_challenge: await oauth.calculatePKCECodeChallenge(pkceCodeVerifier),
        code_challenge_method: "S256",
      });
      response.writeHead(302, { location: to.href }).end();
    },
    "/callback": async (response, at) => {
      const config = await discover();
      const tokens = await oauth.authorizationCodeGrant(config, at, { pkceCodeVerifier, expectedState });
      const { email } = await oauth.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? "");
      show(response, `Hello ${email}`);
    },
  };
  return { url, redirectUri, close: () => app.close().closeAllConnections() };
}

function show(response: ServerResponse, html: string): void {
  response.setHeader("content-type", "text/html").end(`<!doctype html><title>Web application</title><p>${html}`);
}

function describe(error: unknown): string {
  return error instanceof oauth.ResponseBodyError ? error.error : String(error);
}
