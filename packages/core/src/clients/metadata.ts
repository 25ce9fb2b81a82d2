import { z } from "zod";
import type { Context } from "../context.ts";
import { InvalidClientMetadataError, InvalidRedirectUriError } from "../errors.ts";
import type { JsonObject } from "../messages.ts";
import { isHttpsRedirect } from "../rules/redirect-uri.ts";
import { parseScope, scopeCatalogue } from "../rules/scope.ts";
import type { Client } from "../stores/port.ts";
import { checkRedirectUris, type ClientDraft } from "./create.ts";

/** `null` and `""` count as absent, as many clients send them (RFC 7591 section 2 lets unknown members be). */
const absent = z.union([z.null(), z.literal("")]).transform(() => undefined);
const optionalText = z.union([absent, z.string().max(2048)]).optional();
const httpsUri = z.union([absent, z.url({ protocol: /^https$/ }).max(2048)]).optional();
const textList = z.array(z.string().max(2048)).max(100);
const optionalList = z.union([absent, textList]).optional();

const schema = z.object({
  redirect_uris: textList,
  client_name: optionalText,
  token_endpoint_auth_method: optionalText,
  grant_types: optionalList,
  response_types: optionalList,
  scope: optionalText,
  application_type: optionalText,
  client_uri: httpsUri,
  logo_uri: httpsUri,
  policy_uri: httpsUri,
  tos_uri: httpsUri,
  software_id: optionalText,
  software_version: z.union([absent, z.string().max(2048), z.number().transform(String)]).optional(),
  contacts: optionalList,
});

type ClientMetadata = z.infer<typeof schema>;

/** Members that are kept as they are and echoed. */
const echoed = [
  "client_uri",
  "logo_uri",
  "policy_uri",
  "tos_uri",
  "software_id",
  "software_version",
  "contacts",
] as const;

/**
 * Reads the metadata with which a client registers itself (RFC 7591 section 2).
 * @throws InvalidRedirectUriError, InvalidClientMetadataError naming the member at fault
 */
export async function readClientMetadata(context: Context, input: unknown): Promise<ClientDraft> {
  const metadata = parse(input);
  const verdict = checkRedirectUris(metadata.redirect_uris);
  if (!verdict.ok) throw new InvalidRedirectUriError(verdict.why, { reason: "redirect_uri" });
  checkResponseTypes(metadata.response_types);
  const grantTypes = readGrantTypes(context, metadata.grant_types);
  const scope = await knownScope(context, metadata.scope);
  const method = metadata.token_endpoint_auth_method;
  const extras = echoed.flatMap((name) => (metadata[name] === undefined ? [] : [[name, metadata[name]] as const]));
  return {
    name: metadata.client_name ?? "",
    authMethod: readAuthMethod(context, metadata),
    authMethodChosen: method !== undefined,
    redirectUris: metadata.redirect_uris,
    grantTypes,
    provenance: "dynamic",
    metadata: {
      ...Object.fromEntries(extras),
      application_type: readApplicationType(metadata),
      ...(scope === undefined ? {} : { scope }),
    },
  };
}

function parse(input: unknown): ClientMetadata {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const name = String(parsed.error.issues[0]?.path[0] ?? "the body");
  if (name === "redirect_uris") {
    throw new InvalidRedirectUriError("redirect_uris must be a list of URIs", { reason: "redirect_uris_malformed" });
  }
  throw new InvalidClientMetadataError(`${name} is malformed`, { reason: "malformed_metadata" });
}

function checkResponseTypes(responseTypes: readonly string[] | undefined): void {
  if (responseTypes !== undefined && !responseTypes.includes("code")) {
    throw new InvalidClientMetadataError("response_types must contain code", { reason: "response_types" });
  }
}

/** Those of the asked ones that exist here; all when none are named. */
function readGrantTypes(context: Context, asked: readonly string[] | undefined): readonly string[] {
  const { names } = context.grantTypes;
  if (asked === undefined || asked.length === 0) return names;
  const known = names.filter((name) => asked.includes(name));
  if (known.length > 0) return known;
  throw new InvalidClientMetadataError(`grant_types must contain one of ${names.join(", ")}`, {
    reason: "grant_types",
  });
}

/** A native client that forgets to name a method cannot keep a secret, so it gets none (OAuth 2.1 section 2.1). */
function readAuthMethod(context: Context, metadata: ClientMetadata): string {
  const { authMethods } = context;
  const asked = metadata.token_endpoint_auth_method;
  if (asked === undefined) return metadata.redirect_uris.some(isHttpsRedirect) ? authMethods.default : authMethods.none;
  if (authMethods.names.includes(asked)) return asked;
  const description = `token_endpoint_auth_method must be one of ${authMethods.names.join(", ")}`;
  throw new InvalidClientMetadataError(description, { reason: "auth_method" });
}

/** A wrong or absent type is replaced by what the redirect URIs say. */
function readApplicationType(metadata: ClientMetadata): string {
  const asked = metadata.application_type;
  if (asked === "native" || asked === "web") return asked;
  return metadata.redirect_uris.every(isHttpsRedirect) ? "web" : "native";
}

/** A hint, not a ceiling: the known part of it is echoed, so that clients ask for what exists. */
async function knownScope(context: Context, text: string | undefined): Promise<string | undefined> {
  const names = text === undefined ? undefined : parseScope(text);
  if (names === undefined) return undefined;
  const catalogue = scopeCatalogue(context.config.scopes, await context.store.resources.list());
  const known = names.filter((name) => catalogue.has(name) && catalogue.get(name)?.roles === undefined);
  return known.length === 0 ? undefined : known.join(" ");
}

/** The registration response (RFC 7591 section 3.2.1): everything accepted, defaults filled in, nothing null. */
export function describeClient(client: Client, secret: string | undefined): JsonObject {
  const { metadata } = client;
  return {
    client_id: client.id,
    client_id_issued_at: client.createdAt,
    ...(secret === undefined ? {} : { client_secret: secret, client_secret_expires_at: 0 }),
    ...(client.name === "" ? {} : { client_name: client.name }),
    redirect_uris: client.redirectUris,
    grant_types: client.grantTypes,
    response_types: ["code"],
    token_endpoint_auth_method: client.authMethod,
    ...(client.scopes === undefined ? {} : { scope: client.scopes.join(" ") }),
    ...metadata,
  };
}
