export const tokenExchange = "urn:ietf:params:oauth:grant-type:token-exchange";
export const idJagType = "urn:ietf:params:oauth:token-type:id-jag";
export const idTokenType = "urn:ietf:params:oauth:token-type:id_token";

export const paths = { authorize: "/authorize", token: "/token", userinfo: "/userinfo", jwks: "/jwks" } as const;

/** OpenID Connect Discovery section 3, RFC 8414, and section 7.1 of the ID-JAG draft. */
export function metadataOf(issuer: string): Readonly<Record<string, unknown>> {
  return {
    issuer,
    authorization_endpoint: issuer + paths.authorize,
    token_endpoint: issuer + paths.token,
    userinfo_endpoint: issuer + paths.userinfo,
    jwks_uri: issuer + paths.jwks,
    scopes_supported: ["openid", "profile", "email"],
    response_types_supported: ["code"],
    response_modes_supported: ["query"],
    grant_types_supported: ["authorization_code", tokenExchange],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post", "none"],
    code_challenge_methods_supported: ["S256"],
    claims_supported: [
      "iss",
      "sub",
      "aud",
      "exp",
      "iat",
      "auth_time",
      "nonce",
      "at_hash",
      "email",
      "email_verified",
      "name",
    ],
    authorization_response_iss_parameter_supported: true,
    claims_parameter_supported: false,
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
    identity_chaining_requested_token_types_supported: [idJagType],
  };
}
