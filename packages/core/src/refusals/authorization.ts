import { type Explanations, listed, said, type Seen } from "./explanation.ts";

/** Faults of an authorization request, once its client and redirect URI are known. */
export const authorizationExplanations: Explanations = {
  request: {
    rule: "request objects are not supported (OpenID Connect Core section 3.1.2.6)",
    meaning: "The client sent its parameters as a signed object.",
    fix: "Send plain parameters; the metadata says request_parameter_supported: false.",
  },
  request_uri: {
    rule: "request_uri is not supported (OpenID Connect Core section 3.1.2.6)",
    meaning: "The client named a place where its parameters are.",
    fix: "Send plain parameters; the metadata says request_uri_parameter_supported: false.",
  },
  missing_response_type: {
    rule: "response_type is required (RFC 6749 section 3.1.1)",
    meaning: "The client did not say what it wants back.",
    fix: "Send response_type=code.",
  },
  response_type: {
    rule: "code is the only response type (OAuth 2.1 section 4.1.1)",
    meaning: "The client asked for tokens in the redirect, as OAuth 2.1 no longer allows, or for something unknown.",
    fix: ({ received }) => `Send response_type=code instead of ${said(received["response_type"]) ?? "that"}.`,
  },
  response_mode: {
    rule: "query is the only response mode (OAuth 2.0 Multiple Response Types section 2.1)",
    meaning: "The client wants its answer in another place than the query.",
    fix: "Leave response_mode out, or send query.",
  },
  too_long: {
    rule: "state, nonce and login_hint have at most 8192 characters (a limit of this server)",
    meaning: "A value that is only handed through is too long.",
    fix: ({ received }) =>
      `Keep the data on your side and send a short reference to it as ${said(received["parameter"]) ?? "the value"}.`,
  },
  missing_code_challenge: {
    rule: "PKCE is required from every client (OAuth 2.1 section 4.1.1; RFC 7636 section 4.3)",
    meaning: "The authorization request has no code_challenge.",
    fix: "Switch PKCE with S256 on in the client: send code_challenge and code_challenge_method=S256.",
  },
  code_challenge_method: {
    rule: "S256 is the only code challenge method (RFC 7636 section 4.2; OAuth 2.1 section 4.1.1)",
    meaning: "With plain, which is also meant when no method is sent, whoever sees the request can redeem the code.",
    fix: ({ received }) =>
      `Send code_challenge_method=S256, in this spelling, with code_challenge=BASE64URL(SHA256(code_verifier)); ${said(received["code_challenge_method"]) ?? "no method"} was sent.`,
  },
  code_challenge: {
    rule: "A code challenge is the SHA-256 of the verifier in base64url, 43 characters without padding (RFC 7636 section 4.2)",
    meaning: "The challenge cannot be the result of S256.",
    fix: "Hash the verifier to bytes, not to hex, and encode with base64url without =, + and /.",
  },
  prompt: {
    rule: "prompt holds known values, and none stands alone (OpenID Connect Core section 3.1.2.1)",
    meaning: "The value is unknown, or none was combined with another.",
    fix: ({ received }) =>
      `Send none, or any of login, consent and select_account; ${said(received["prompt"]) ?? "something else"} was sent.`,
  },
  max_age: {
    rule: "max_age is a number of seconds (OpenID Connect Core section 3.1.2.1)",
    meaning: "The value is not a whole number.",
    fix: "Send whole seconds, or leave max_age out.",
  },
  resource: {
    rule: "A requested resource must be registered (RFC 8707 section 2; MCP authorization, resource parameter)",
    meaning: "The client named a resource that is not known here, or none where there are several.",
    fix: fixResource,
  },
  malformed_scope: {
    rule: "A scope is a list of names in printable ASCII, separated by blanks (RFC 6749 section 3.3)",
    meaning: "The parameter holds other characters, or is too long.",
    fix: 'Separate names by single blanks, not by commas, and leave out " and \\.',
  },
  no_scope_left: {
    rule: "A client gets only scopes that exist and that it may have (RFC 6749 section 3.3)",
    meaning: "Unknown and forbidden scopes are left out silently; of this request nothing remained.",
    fix: fixScope,
  },
  login_required: {
    rule: "With prompt=none nobody is asked anything (OpenID Connect Core section 3.1.2.6)",
    meaning:
      "Nobody is signed in in this browser. For a client that looks whether somebody is, this is a normal answer.",
    fix: "Start again without prompt=none.",
  },
  consent_required: {
    rule: "With prompt=none nobody is asked anything (OpenID Connect Core section 3.1.2.6)",
    meaning: "The person has not allowed this yet, or the client cannot prove who it is, so they are asked each time.",
    fix: "Start again without prompt=none.",
  },
  denied: {
    rule: "The person decides (RFC 6749 section 4.1.2.1)",
    meaning: "The person refused, or ticked none of the scopes.",
    fix: "Ask for less, or explain to the person what it is needed for.",
  },
};

function fixResource({ received, registered }: Seen): string {
  const asked = listed(received["resource"]);
  const known = listed(registered["resources"]);
  if (known.length === 0) return `Register it: sallyport resources create ${asked[0] ?? "<uri>"}.`;
  if (asked.length === 0) return `Send resource with one of: ${known.join(" ")}; or give the client a default one.`;
  const list = `Registered are: ${known.join(" ")}.`;
  return `${list} Ask for one of these, or register what was asked for: sallyport resources create ${asked.join(" ")}. The resource is what the MCP server's own metadata states (RFC 9728 section 2).`;
}

function fixScope({ received, registered }: Seen): string {
  const known = listed(registered["scopes"]);
  const refused = listed(received["scope"]).filter((name) => !known.includes(name));
  return `Not to be had: ${refused.join(" ")}. The client may have: ${known.join(" ")}. Ask for these, give the client more scopes, or add the scope to its resource.`;
}
