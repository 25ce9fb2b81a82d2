import { readWantedAccess } from "../clients/wanted-access.ts";
import type { Context } from "../context.ts";
import { type Form, refuseRepeated } from "../form.ts";
import type { Destination } from "../rules/authorization-response.ts";
import { flowIdOf } from "../rules/flow-id.ts";
import { codeChallengeMethod, isCodeChallenge } from "../rules/pkce.ts";
import { parseMaxAge, parsePrompt } from "../rules/prompt.ts";
import type { AuthorizationRequest, Client } from "../ports/store.ts";
import { refuse } from "../refusals/refuse.ts";

/** Longest value of `state`, `nonce` and `login_hint`, in characters. */
const maxOpaqueLength = 8192;

export interface RequestParts {
  form: Form;
  client: Client;
  destination: Destination;
}

/**
 * Checks everything that the client may be told about by redirect.
 * @throws OAuthError for the first fault found
 */
export async function readAuthorizationRequest(context: Context, parts: RequestParts): Promise<AuthorizationRequest> {
  const { form, client, destination } = parts;
  refuseRepeated(form);
  checkResponse(form);
  checkLengths(form);
  const codeChallenge = readCodeChallenge(form);
  const authentication = readAuthentication(form);
  const { resources, scopes } = await readWantedAccess(context, { form, client, flowId: flowIdOf(codeChallenge) });
  const nonce = form.get("nonce");
  return {
    clientId: client.id,
    ...destination,
    scopes,
    resources,
    resourceSent: form.resources().length > 0,
    codeChallenge,
    ...(nonce === undefined ? {} : { nonce }),
    ...authentication,
  };
}

function checkResponse(form: Form): void {
  if (form.has("request")) throw refuse("request");
  if (form.has("request_uri")) {
    throw refuse("request_uri");
  }
  const responseType = form.get("response_type");
  if (responseType === undefined) throw refuse("missing_response_type");
  if (responseType !== "code") {
    const detail = { received: { response_type: responseType } };
    throw refuse("response_type", { detail });
  }
  const responseMode = form.get("response_mode");
  if (responseMode !== undefined && responseMode !== "query") {
    throw refuse("response_mode", { detail: { received: { response_mode: responseMode } } });
  }
}

function checkLengths(form: Form): void {
  for (const name of ["state", "nonce", "login_hint"]) {
    if ((form.get(name)?.length ?? 0) > maxOpaqueLength)
      throw refuse("too_long", { parameter: name, detail: { received: { parameter: name } } });
  }
}

/** PKCE with S256, from every client (OAuth 2.1 section 4.1.1). */
function readCodeChallenge(form: Form): string {
  const challenge = form.get("code_challenge");
  if (challenge === undefined) throw refuse("missing_code_challenge");
  const method = form.get("code_challenge_method");
  if (method !== codeChallengeMethod) {
    const received = method === undefined ? {} : { code_challenge_method: method };
    throw refuse("code_challenge_method", { detail: { received } });
  }
  if (!isCodeChallenge(challenge)) throw refuse("code_challenge");
  return challenge;
}

function readAuthentication(form: Form): Pick<AuthorizationRequest, "prompt" | "maxAgeSeconds" | "loginHint"> {
  const prompt = parsePrompt(form.get("prompt"));
  if (prompt === undefined) {
    const received = { prompt: form.get("prompt") ?? "" };
    throw refuse("prompt", { detail: { received } });
  }
  const maxAgeSeconds = parseMaxAge(form.get("max_age"));
  if (maxAgeSeconds === "invalid") throw refuse("max_age");
  const loginHint = form.get("login_hint");
  return {
    prompt,
    ...(maxAgeSeconds === undefined ? {} : { maxAgeSeconds }),
    ...(loginHint === undefined ? {} : { loginHint }),
  };
}
