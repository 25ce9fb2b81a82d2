import type { Config } from "../config.ts";
import type { Context } from "../context.ts";
import type { JsonObject, JsonValue } from "../messages.ts";
import { codeChallengeMethod } from "../rules/pkce.ts";
import type { Resource, Scope } from "../ports/store.ts";
import { clientAlgorithms, idTokenPurpose } from "../tokens/jwt.ts";
import { endpointUrls } from "../urls.ts";

/**
 * The one document of RFC 8414 section 2 and OpenID Connect Discovery section 3. Absent members are
 * left out, never null or empty.
 */
export async function describeServer(context: Context): Promise<JsonObject> {
  const all = await context.store.resources.list();
  const known = described.get(all);
  if (known !== undefined && known.config === context.config) return known.document;
  const document = describe(context, all);
  described.set(all, { config: context.config, document });
  return document;
}

/** By the list of resources, which a store hands out again as long as it has not changed. */
const described = new WeakMap<readonly Resource[], { config: Config; document: JsonObject }>();

function describe(context: Context, all: readonly Resource[]): JsonObject {
  const { config, authMethods, grantTypes } = context;
  const urls = endpointUrls(config);
  const resources = all.filter((resource) => resource.isPrivate !== true);
  const provable = authMethods.names.filter((name) => authMethods.proofOf(name) !== "none");
  const { registration } = config;
  return withoutEmpty({
    issuer: config.issuer,
    authorization_endpoint: urls.authorize,
    token_endpoint: urls.token,
    revocation_endpoint: urls.revoke,
    introspection_endpoint: urls.introspect,
    device_authorization_endpoint: urls.deviceAuthorization,
    registration_endpoint: registration.dynamic === "off" ? undefined : urls.register,
    userinfo_endpoint: urls.userinfo,
    jwks_uri: urls.jwks,
    scopes_supported: advertisedScopes(config.scopes, resources),
    response_types_supported: ["code"],
    response_modes_supported: ["query"],
    grant_types_supported: grantTypes.names,
    code_challenge_methods_supported: [codeChallengeMethod],
    token_endpoint_auth_methods_supported: authMethods.names,
    revocation_endpoint_auth_methods_supported: authMethods.names,
    introspection_endpoint_auth_methods_supported: provable,
    token_endpoint_auth_signing_alg_values_supported: clientAlgorithms,
    revocation_endpoint_auth_signing_alg_values_supported: clientAlgorithms,
    introspection_endpoint_auth_signing_alg_values_supported: clientAlgorithms,
    client_id_metadata_document_supported: registration.documents === "off" ? undefined : true,
    authorization_response_iss_parameter_supported: true,
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: [idTokenPurpose.alg],
    claims_supported: ["sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "name", "email"],
    prompt_values_supported: ["none", "login", "consent"],
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
    protected_resources: resources.map((resource) => resource.uri),
  });
}

/** Privileged scopes are nobody's business until somebody asks for them by name. */
function advertisedScopes(own: readonly Scope[], resources: readonly Resource[]): readonly string[] {
  const scopes = [...own, ...resources.flatMap((resource) => resource.scopes)];
  return [
    ...new Set(
      scopes.filter((scope) => scope.roles === undefined && scope.isAdvertised !== false).map((scope) => scope.name),
    ),
  ];
}

function withoutEmpty(document: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(document).filter(([, value]) => value !== undefined && !isEmptyList(value)));
}

function isEmptyList(value: JsonValue): boolean {
  return Array.isArray(value) && value.length === 0;
}
