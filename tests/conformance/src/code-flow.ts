import { pkce } from "@sallyport/fixtures";
import { z } from "zod";
import type { Person } from "./browser-person.ts";

/** The code flow by hand, for a look at the very answers. */
export interface Flow {
  readonly issuer: string;
  readonly redirectUri: string;
  readonly person: Person;
  readonly scope: string;
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface FlowAnswers {
  readonly registered: Answer;
  readonly redeemed: Answer;
  readonly refreshed: Answer;
  /** A second use of the same code. */
  readonly refused: Answer;
}

const endpoints = z.object({
  registration_endpoint: z.url(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
});
const information = z.object({ client_id: z.string() });
const refreshable = z.object({ refresh_token: z.string() });

/** Registers a public client and takes it through code, refresh and a replay. */
export async function walkCodeFlow({ issuer, redirectUri, person, scope }: Flow): Promise<FlowAnswers> {
  const metadata = await answerOf(fetch(`${issuer}/.well-known/oauth-authorization-server`));
  const { registration_endpoint: registration, ...at } = endpoints.parse(metadata.body);
  const registered = await register(registration, { client_name: "Notes", redirect_uris: [redirectUri] });
  const { client_id } = information.parse(registered.body);

  const request = new URL(at.authorization_endpoint);
  const challenge = { code_challenge: pkce.challenge, code_challenge_method: "S256" };
  const asked = { response_type: "code", client_id, redirect_uri: redirectUri, scope, ...challenge };
  request.search = new URLSearchParams(asked).toString();
  const response = await person.authorize(request, redirectUri);
  const code = response.searchParams.get("code") ?? "";

  const post = (form: Record<string, string>) =>
    answerOf(fetch(at.token_endpoint, { method: "POST", body: new URLSearchParams({ client_id, ...form }) }));
  const proof = { grant_type: "authorization_code", code, redirect_uri: redirectUri, code_verifier: pkce.verifier };
  const redeemed = await post(proof);
  const { refresh_token } = refreshable.parse(redeemed.body);
  const refreshed = await post({ grant_type: "refresh_token", refresh_token });
  return { registered, redeemed, refreshed, refused: await post(proof) };
}

function register(endpoint: string, metadata: object): Promise<Answer> {
  const headers = { "content-type": "application/json" };
  return answerOf(fetch(endpoint, { method: "POST", headers, body: JSON.stringify(metadata) }));
}

async function answerOf(sent: Promise<Response>): Promise<Answer> {
  const response = await sent;
  const body: unknown = await response.json();
  return { status: response.status, headers: response.headers, body };
}
