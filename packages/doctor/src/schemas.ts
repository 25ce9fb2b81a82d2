import { z } from "zod";

// What the MCP SDKs require of each document, by our own hand; other members are free.

const url = z.url();
const texts = z.array(z.string());

export const resourceMetadataSchema = z.looseObject({
  resource: url,
  authorization_servers: z.array(url).optional(),
  jwks_uri: url.optional(),
  scopes_supported: texts.optional(),
  bearer_methods_supported: texts.optional(),
  resource_name: z.string().optional(),
  resource_documentation: z.string().optional(),
  dpop_signing_alg_values_supported: texts.optional(),
  dpop_bound_access_tokens_required: z.boolean().optional(),
});

export const serverMetadataSchema = z.looseObject({
  issuer: z.string(),
  authorization_endpoint: url,
  token_endpoint: url,
  registration_endpoint: url.optional(),
  revocation_endpoint: url.optional(),
  introspection_endpoint: z.string().optional(),
  scopes_supported: texts.optional(),
  response_types_supported: texts,
  response_modes_supported: texts.optional(),
  grant_types_supported: texts.optional(),
  token_endpoint_auth_methods_supported: texts.optional(),
  token_endpoint_auth_signing_alg_values_supported: texts.optional(),
  code_challenge_methods_supported: texts.optional(),
  client_id_metadata_document_supported: z.boolean().optional(),
  authorization_response_iss_parameter_supported: z.boolean().optional(),
});

/** Three more are required in an OpenID Connect document (OpenID Connect Discovery section 3). */
export const openIdMetadataSchema = serverMetadataSchema.extend({
  jwks_uri: url,
  subject_types_supported: texts,
  id_token_signing_alg_values_supported: texts,
});

export const registrationSchema = z.looseObject({
  client_id: z.string().min(1),
  client_secret: z.string().optional(),
  client_id_issued_at: z.number().optional(),
  redirect_uris: z.array(url),
  client_name: z.string().optional(),
  scope: z.string().optional(),
  contacts: texts.optional(),
  client_uri: url.optional(),
  logo_uri: url.optional(),
});

export const tokenSchema = z.looseObject({
  access_token: z.string().min(1),
  token_type: z.string(),
  expires_in: z.number(),
  scope: z.string(),
  refresh_token: z.string().optional(),
});

/** The first member at fault, with the reason, or undefined. */
export function problemWith(schema: z.ZodType, document: unknown): string | undefined {
  const [issue] = schema.safeParse(document).error?.issues ?? [];
  if (issue === undefined) return undefined;
  const expected = "expected" in issue ? `: ${String(issue.expected)} expected` : ": malformed";
  return `${issue.path.join(".") || "the document"}${expected}`;
}
