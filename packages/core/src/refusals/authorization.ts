import {
  AccessDeniedError,
  ConsentRequiredError,
  InvalidRequestError,
  InvalidScopeError,
  InvalidTargetError,
  LoginRequiredError,
  RequestNotSupportedError,
  RequestUriNotSupportedError,
  UnsupportedResponseTypeError,
} from "../errors.ts";
import { listOf, type OAuthRow, type Seen, textOf } from "./row.ts";

/** Refused authorization requests, once the client and its redirect URI are known. */
export const authorizationRefusals = {
  request: {
    error: RequestNotSupportedError,
    description: "Request objects are not supported.",
    rule: "Request objects are not supported (OpenID Connect Core section 3.1.2.6)",
    meaning: "The client sent its parameters as a signed request object.",
    fix: "Send plain parameters. The metadata says request_parameter_supported: false.",
  },
  request_uri: {
    error: RequestUriNotSupportedError,
    description: "The parameter request_uri is not supported.",
    rule: "request_uri is not supported (OpenID Connect Core section 3.1.2.6)",
    meaning: "The client sent the address of a request object instead of its parameters.",
    fix: "Send plain parameters. The metadata says request_uri_parameter_supported: false.",
  },
  missing_response_type: {
    error: InvalidRequestError,
    description: "The parameter response_type is missing.",
    rule: "response_type is required (RFC 6749 section 3.1.1)",
    meaning: "The authorization request has no response_type.",
    fix: "Send response_type=code.",
  },
  response_type: {
    error: UnsupportedResponseTypeError,
    description: "The response_type must be code.",
    rule: "code is the only response type (OAuth 2.1 section 4.1.1)",
    meaning: "The response_type is unknown, or asks for tokens in the redirect, which OAuth 2.1 does not allow.",
    fix: ({ received }) =>
      `Send response_type=code instead of ${textOf(received["response_type"]) ?? "another value"}.`,
  },
  response_mode: {
    error: InvalidRequestError,
    description: "The response_mode must be query.",
    rule: "query is the only response mode (OAuth 2.0 Multiple Response Types section 2.1)",
    meaning: "The client asked for a response outside the query of the redirect URI.",
    fix: "Send response_mode=query, or leave it out.",
  },
  too_long: {
    error: InvalidRequestError,
    description: ({ parameter }: { parameter: string }) => `The parameter ${parameter} is too long.`,
    rule: "state, nonce and login_hint have at most 8192 characters (a limit of this server)",
    meaning: "state, nonce or login_hint is too long.",
    fix: ({ received }) =>
      `Store the data in the client and send a short reference to it as ${textOf(received["parameter"]) ?? "the value"}.`,
  },
  missing_code_challenge: {
    error: InvalidRequestError,
    description: "PKCE is required: the parameter code_challenge is missing.",
    rule: "PKCE is required for every client (OAuth 2.1 section 4.1.1; RFC 7636 section 4.3)",
    meaning: "The authorization request has no code_challenge.",
    fix: "Enable PKCE with S256 in the client: send code_challenge and code_challenge_method=S256.",
  },
  code_challenge_method: {
    error: InvalidRequestError,
    description: "The code_challenge_method must be S256.",
    rule: "S256 is the only code challenge method (RFC 7636 section 4.2; OAuth 2.1 section 4.1.1)",
    meaning:
      "The method is plain, which is also the default. With plain, anyone who reads the request can redeem the code.",
    fix: ({ received }) =>
      `Send code_challenge_method=S256, in this spelling, with code_challenge=BASE64URL(SHA256(code_verifier)). Received: ${textOf(received["code_challenge_method"]) ?? "no method"}.`,
  },
  code_challenge: {
    error: InvalidRequestError,
    description: "The code_challenge is not a SHA-256 hash in base64url.",
    rule: "A code challenge is the SHA-256 hash of the verifier in base64url, 43 characters without padding (RFC 7636 section 4.2)",
    meaning: "The code_challenge cannot be the result of S256.",
    fix: "Encode the bytes of the hash, not its hex text, in base64url without =, + and /.",
  },
  prompt: {
    error: InvalidRequestError,
    description: "The prompt has an unknown value, or none together with another value.",
    rule: "prompt has known values, and none is not combined (OpenID Connect Core section 3.1.2.1)",
    meaning: "A value of prompt is unknown, or none is combined with another value.",
    fix: ({ received }) =>
      `Send none, or any of login, consent and select_account. Received: ${textOf(received["prompt"]) ?? "another value"}.`,
  },
  max_age: {
    error: InvalidRequestError,
    description: "The max_age must be a number of seconds.",
    rule: "max_age is a number of seconds (OpenID Connect Core section 3.1.2.1)",
    meaning: "The max_age is not a whole number.",
    fix: "Send whole seconds, or leave max_age out.",
  },
  resource: {
    error: InvalidTargetError,
    description: "The resource is missing, malformed or not registered.",
    rule: "A requested resource is registered (RFC 8707 section 2; MCP authorization, resource parameter)",
    meaning: "The resource is not registered, or the client named none although several are registered.",
    fix: fixResource,
  },
  malformed_scope: {
    error: InvalidScopeError,
    description: "The scope is malformed.",
    rule: "A scope is a list of names in printable ASCII, separated by spaces (RFC 6749 section 3.3)",
    meaning: "The scope has characters that are not allowed, or is too long.",
    fix: 'Separate the names by single spaces, not commas, and leave out " and \\.',
  },
  no_scope_left: {
    error: InvalidScopeError,
    description: "None of the requested scopes is available to the client.",
    rule: "A client gets only scopes that exist and that it is allowed to use (RFC 6749 section 3.3)",
    meaning: "The server ignores scopes that are unknown or not allowed. No scope of this request was left.",
    fix: fixScope,
  },
  login_required: {
    error: LoginRequiredError,
    description: "The user is not signed in.",
    rule: "With prompt=none no page is shown (OpenID Connect Core section 3.1.2.6)",
    meaning:
      "No user is signed in in this browser. This is the normal response for a client that checks for a session.",
    fix: "Start again without prompt=none.",
  },
  consent_required: {
    error: ConsentRequiredError,
    description: "The user has to give consent.",
    rule: "With prompt=none no page is shown (OpenID Connect Core section 3.1.2.6)",
    meaning: "The user has not given this consent, or has to give it each time because the client cannot authenticate.",
    fix: "Start again without prompt=none.",
  },
  denied: {
    error: AccessDeniedError,
    description: "The user denied access.",
    rule: "The user decides about access (RFC 6749 section 4.1.2.1)",
    meaning: "The user denied access, or selected no scope.",
    fix: "Request fewer scopes, or explain to the user why the client needs them.",
  },
} satisfies Readonly<Record<string, OAuthRow>>;

const registerCommand = (uri: string): string => `\`sallyport resources create --uri ${uri}\``;

function fixResource({ received, registered }: Seen): string {
  const asked = listOf(received["resource"]);
  const known = listOf(registered["resources"]);
  if (known.length === 0) return `Register the resource: ${registerCommand(asked[0] ?? "<uri>")}.`;
  if (asked.length === 0) {
    return `Send resource with one of: ${known.join(" ")}. Or set a default resource for the client.`;
  }
  const commands = asked.map(registerCommand).join(" ");
  return `Registered resources: ${known.join(" ")}. Request one of these, or register the requested one: ${commands}. The metadata of the MCP server states its resource (RFC 9728 section 2).`;
}

function fixScope({ received, registered }: Seen): string {
  const known = listOf(registered["scopes"]);
  const refused = listOf(received["scope"]).filter((name) => !known.includes(name));
  return `Not available: ${refused.join(" ")}. Available to the client: ${known.join(" ")}. Request these, allow the client more scopes, or add the scope to its resource.`;
}
