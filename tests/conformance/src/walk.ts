import { pkce } from "@sallyport/fixtures";
import type { Page } from "playwright-core";
import { z } from "zod";
import type { Account } from "./browser-person.ts";

export const state = "the-state";

const registeredSchema = z.object({ client_id: z.string() });
const tokensSchema = z.object({ access_token: z.string(), scope: z.string() });

/** A client that registers itself, as command-line clients do. @returns its id */
export async function register(issuer: string, name: string, redirectUris: readonly string[]): Promise<string> {
  const response = await fetch(`${issuer}/oauth/provider/register`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      client_name: name,
      redirect_uris: redirectUris,
      token_endpoint_auth_method: "none",
    }),
  });
  return registeredSchema.parse(await response.json()).client_id;
}

export interface Wish {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scope: string;
  readonly resource?: string;
}

/** Where the client sends the browser. */
export function authorizationUrl(issuer: string, { clientId, redirectUri, scope, resource }: Wish): string {
  const query = {
    response_type: "code",
    client_id: clientId,
    redirect_uri: redirectUri,
    scope,
    state,
    code_challenge: pkce.challenge,
    code_challenge_method: "S256",
    ...(resource === undefined ? {} : { resource }),
  };
  return `${issuer}/oauth/provider/authorize?${new URLSearchParams(query).toString()}`;
}

/** What the client's code buys. */
export async function redeem(
  issuer: string,
  { clientId, redirectUri }: Wish,
  code: string,
): Promise<z.infer<typeof tokensSchema>> {
  const form = {
    grant_type: "authorization_code",
    client_id: clientId,
    redirect_uri: redirectUri,
    code,
    code_verifier: pkce.verifier,
  };
  const response = await fetch(`${issuer}/oauth/provider/token`, { method: "POST", body: new URLSearchParams(form) });
  return tokensSchema.parse(await response.json());
}

/** Fills the sign-in page in and sends it. */
export async function signIn(page: Page, { email, password }: Account): Promise<void> {
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}
