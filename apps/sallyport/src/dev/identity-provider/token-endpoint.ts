import { hash } from "node:crypto";
import { InvalidGrantError, UnsupportedGrantTypeError } from "@sallyport/core";
import type { SignIn } from "./authorize.ts";
import { type Asker, authenticate } from "./client.ts";
import { exchange } from "./exchange.ts";
import { type Desk, issue } from "./issue.ts";
import type { Ledger } from "./ledger.ts";
import { tokenExchange } from "./metadata.ts";
import { type Parameters, readParameters } from "./parameters.ts";

export interface Counter extends Desk {
  codes: Ledger<SignIn>;
  /** Access tokens, for user-info alone. */
  access: Ledger<SignIn>;
}

export const accessTokenTtlSeconds = 300;

type Grant = (counter: Counter, form: Parameters, asker: Asker) => Promise<Readonly<Record<string, unknown>>>;

const grants: Readonly<Record<string, Grant>> = { authorization_code: redeem, [tokenExchange]: exchange };

/** The token endpoint (RFC 6749 section 3.2). @throws OAuthError */
export async function answerToken(
  counter: Counter,
  form: URLSearchParams,
  authorization: string | undefined,
): Promise<Readonly<Record<string, unknown>>> {
  const parameters = readParameters(form);
  const asker = authenticate(parameters, authorization);
  const name = parameters.get("grant_type") ?? "";
  const grant = Object.hasOwn(grants, name) ? grants[name] : undefined;
  if (grant === undefined) {
    throw new UnsupportedGrantTypeError(`grant_type must be one of ${Object.keys(grants).join(", ")}`, {
      reason: "grant_type",
    });
  }
  return await grant(counter, parameters, asker);
}

async function redeem(counter: Counter, form: Parameters, { clientId }: Asker) {
  const signIn = counter.codes.take(form.get("code") ?? "");
  if (signIn === undefined) {
    throw new InvalidGrantError("the code is unknown, was used or has expired", { reason: "code" });
  }
  const { challenge, redirectUri, nonce, scope, subject, at } = signIn;
  const problems = {
    "the code is of another client": signIn.clientId !== clientId,
    "redirect_uri is another than before": form.get("redirect_uri") !== redirectUri,
    "code_verifier does not fit": hash("sha256", form.get("code_verifier") ?? "", "base64url") !== challenge,
  };
  const [problem] = Object.entries(problems).find(([, holds]) => holds) ?? [];
  if (problem !== undefined) throw new InvalidGrantError(problem, { reason: "code_binding" });
  const accessToken = counter.access.note(signIn);
  const { token } = await issue(counter, {
    kind: "id_token",
    subject,
    clientId,
    nonce,
    claims: { auth_time: at, at_hash: halfHash(accessToken) },
  });
  return {
    access_token: accessToken,
    token_type: "Bearer",
    expires_in: accessTokenTtlSeconds,
    scope,
    id_token: token,
  };
}

/** OpenID Connect Core section 3.1.3.6, for RS256. */
function halfHash(text: string): string {
  return hash("sha256", text, "buffer").subarray(0, 16).toString("base64url");
}
