import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createTestProvider } from "@sallyport/fixtures";
import { describe, expect, it } from "vitest";
import { authMethods } from "../src/client-auth/all.ts";
import * as errors from "../src/errors.ts";
import { grantTypes } from "../src/grants/all.ts";
import * as api from "../src/index.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Clients of the server, the console among them; importers of what others wrote; the identity provider of `dev`. */
const speakForThemselves =
  /^(apps\/(console|sallyport\/src\/(call|dev\/identity-provider))|packages\/(profiles|doctor|resource|client|test-kit|importers))\//;

/** Every other source file. */
const sources = globSync(["packages/*/src/**/*.ts", "apps/*/src/**/*.ts"], { cwd: root })
  .filter((file) => !file.endsWith(".test.ts") && !speakForThemselves.test(file))
  .map((file) => ({ file, text: readFileSync(`${root}${file}`, "utf8") }));

const filesWith = (literal: string): string[] =>
  sources.filter(({ text }) => text.includes(`"${literal}"`)).map(({ file }) => file);

describe("seams", () => {
  it("the wire name of a grant type stands in one source file", () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(grantTypes.names).toEqual([
      "authorization_code",
      "refresh_token",
      "client_credentials",
      "urn:ietf:params:oauth:grant-type:device_code",
    ]);
    expect(filesWith("authorization_code")).toEqual(["packages/core/src/grants/authorization-code.ts"]);
    const namesRefresh = sources.filter(({ text }) => text.includes('name: "refresh_token"')).map(({ file }) => file);
    expect(namesRefresh).toEqual(["packages/core/src/grants/refresh-token.ts"]);
  });

  it("the name of a client authentication method stands in one source file", () => {
    expect(authMethods.names).toEqual(["none", "private_key_jwt", "client_secret_basic", "client_secret_post"]);
    expect(filesWith("client_secret_basic")).toEqual(["packages/core/src/client-auth/client-secret-basic.ts"]);
    expect(filesWith("client_secret_post")).toEqual(["packages/core/src/client-auth/client-secret-post.ts"]);
  });
});

describe("what others see", () => {
  it("[seed:S96 seed:T56] is one table of errors, each with code, status and description", () => {
    const table = Object.entries(errors)
      .filter(([, value]) => value.prototype instanceof errors.OAuthError)
      .map(([name, Refusal]) => {
        const refusal = Reflect.construct(Refusal, ["text", { reason: "why" }]) as errors.OAuthError;
        expect(refusal).toMatchObject({ message: "text", reason: "why" });
        return `${name} ${refusal.status} ${refusal.error}`;
      });
    expect(table).toMatchInlineSnapshot(`
      [
        "InvalidRequestError 400 invalid_request",
        "InvalidClientError 401 invalid_client",
        "InvalidGrantError 400 invalid_grant",
        "UnauthorizedClientError 400 unauthorized_client",
        "UnsupportedGrantTypeError 400 unsupported_grant_type",
        "UnsupportedResponseTypeError 400 unsupported_response_type",
        "InvalidScopeError 400 invalid_scope",
        "InvalidTargetError 400 invalid_target",
        "AccessDeniedError 400 access_denied",
        "AuthorizationPendingError 400 authorization_pending",
        "SlowDownError 400 slow_down",
        "ExpiredTokenError 400 expired_token",
        "ServerError 400 server_error",
        "TemporarilyUnavailableError 503 temporarily_unavailable",
        "LoginRequiredError 400 login_required",
        "ConsentRequiredError 400 consent_required",
        "RequestNotSupportedError 400 request_not_supported",
        "RequestUriNotSupportedError 400 request_uri_not_supported",
        "InvalidRedirectUriError 400 invalid_redirect_uri",
        "InvalidClientMetadataError 400 invalid_client_metadata",
        "InvalidTokenError 401 invalid_token",
        "InsufficientScopeError 403 insufficient_scope",
      ]
    `);
  });

  it("is a frozen list of exports", () => {
    expect(Object.keys(api).toSorted()).toMatchInlineSnapshot(`
      [
        "AccessDeniedError",
        "AuthorizationPendingError",
        "ConsentRequiredError",
        "ExpiredTokenError",
        "InsufficientScopeError",
        "InteractionError",
        "InvalidClientError",
        "InvalidClientMetadataError",
        "InvalidGrantError",
        "InvalidRedirectUriError",
        "InvalidRequestError",
        "InvalidScopeError",
        "InvalidTargetError",
        "InvalidTokenError",
        "LoginRequiredError",
        "ManagementError",
        "OAuthError",
        "RequestNotSupportedError",
        "RequestUriNotSupportedError",
        "Secret",
        "ServerError",
        "SlowDownError",
        "StoreUnavailableError",
        "TemporarilyUnavailableError",
        "UnauthorizedClientError",
        "UnredirectableError",
        "UnsupportedGrantTypeError",
        "UnsupportedResponseTypeError",
        "addressPrefix",
        "callerAddress",
        "canonicalIssuer",
        "clientDocumentFormat",
        "clientRowSchema",
        "codeGrantType",
        "compact",
        "createProvider",
        "createStandaloneManagement",
        "createSystemRandom",
        "defaultConfig",
        "endpointPaths",
        "endpointUrls",
        "epochSeconds",
        "hostSpellings",
        "httpRefusals",
        "interactionRefusals",
        "isAtLeast",
        "isLoopbackHost",
        "isLoopbackRedirect",
        "issuerPath",
        "namedFlowId",
        "openIdScopes",
        "originSpellings",
        "passwordLinkPath",
        "readCookie",
        "refuse",
      ]
    `);
  });

  it("[mcp:D9 mcp:D10 mcp:D11 seed:S15 seed:S16 seed:T2 seed:C1 seed:D1 seed:D5 seed:D7 seed:D9] is one discovery document", async () => {
    const { provider } = await createTestProvider({ registration: { dynamic: "open" } });
    expect(await provider.metadata()).toMatchInlineSnapshot(`
      {
        "authorization_endpoint": "https://as.example/oauth/provider/authorize",
        "authorization_response_iss_parameter_supported": true,
        "claims_supported": [
          "sub",
          "iss",
          "aud",
          "exp",
          "iat",
          "auth_time",
          "nonce",
          "name",
          "email",
        ],
        "client_id_metadata_document_supported": true,
        "code_challenge_methods_supported": [
          "S256",
        ],
        "device_authorization_endpoint": "https://as.example/oauth/provider/device_authorization",
        "grant_types_supported": [
          "authorization_code",
          "refresh_token",
          "client_credentials",
          "urn:ietf:params:oauth:grant-type:device_code",
        ],
        "id_token_signing_alg_values_supported": [
          "RS256",
        ],
        "introspection_endpoint": "https://as.example/oauth/provider/introspect",
        "introspection_endpoint_auth_methods_supported": [
          "private_key_jwt",
          "client_secret_basic",
          "client_secret_post",
        ],
        "introspection_endpoint_auth_signing_alg_values_supported": [
          "ES256",
          "RS256",
          "PS256",
          "EdDSA",
        ],
        "issuer": "https://as.example",
        "jwks_uri": "https://as.example/oauth/provider/jwks",
        "prompt_values_supported": [
          "none",
          "login",
          "consent",
        ],
        "registration_endpoint": "https://as.example/oauth/provider/register",
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
        "response_modes_supported": [
          "query",
        ],
        "response_types_supported": [
          "code",
        ],
        "revocation_endpoint": "https://as.example/oauth/provider/revoke",
        "revocation_endpoint_auth_methods_supported": [
          "none",
          "private_key_jwt",
          "client_secret_basic",
          "client_secret_post",
        ],
        "revocation_endpoint_auth_signing_alg_values_supported": [
          "ES256",
          "RS256",
          "PS256",
          "EdDSA",
        ],
        "scopes_supported": [
          "openid",
          "profile",
          "email",
        ],
        "subject_types_supported": [
          "public",
        ],
        "token_endpoint": "https://as.example/oauth/provider/token",
        "token_endpoint_auth_methods_supported": [
          "none",
          "private_key_jwt",
          "client_secret_basic",
          "client_secret_post",
        ],
        "token_endpoint_auth_signing_alg_values_supported": [
          "ES256",
          "RS256",
          "PS256",
          "EdDSA",
        ],
        "userinfo_endpoint": "https://as.example/oauth/provider/userinfo",
      }
    `);
  });
});
