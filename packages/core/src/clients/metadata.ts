import { z } from "zod";
import type { Context } from "../context.ts";
import type { OAuthError } from "../errors.ts";
import type { JsonObject } from "../messages.ts";
import { checkRedirectUri, isHttpsRedirect } from "../rules/redirect-uri.ts";
import { parseScope, scopeCatalogue } from "../rules/scope.ts";
import type { Client } from "../ports/store.ts";
import { parseKeySet } from "../rules/key-set.ts";
import { checkRedirectUris } from "./redirect-uris.ts";
import { refuse } from "../refusals/refuse.ts";

/** `null` and `""` count as absent, as many clients send them (RFC 7591 section 2 lets unknown members be). */
const absent = z.union([z.null(), z.literal("")]).transform(() => undefined);
const optionalText = z.union([absent, z.string().max(2048)]).optional();
const httpsUri = z.union([absent, z.url({ protocol: /^https$/ }).max(2048)]).optional();
const textList = z.array(z.string().max(2048)).max(100);
const optionalList = z.union([absent, textList]).optional();

const schema = z.object({
  redirect_uris: textList.optional(),
  client_name: optionalText,
  token_endpoint_auth_method: optionalText,
  // Not registered, but ChatGPT says with it that it can do without its key.
  token_endpoint_auth_methods_supported: optionalList,
  grant_types: optionalList,
  response_types: optionalList,
  scope: optionalText,
  application_type: optionalText,
  client_uri: httpsUri,
  logo_uri: httpsUri,
  policy_uri: httpsUri,
  tos_uri: httpsUri,
  jwks: z.unknown().optional(),
  jwks_uri: httpsUri,
  software_id: optionalText,
  software_version: z.union([absent, z.string().max(2048), z.number().transform(String)]).optional(),
  contacts: optionalList,
});

export type ClientMetadata = z.infer<typeof schema>;

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

/** What a client may say of itself; who it is and how long it is known is for the caller to add. */
export type SelfDescription = Pick<
  Client,
  "name" | "authMethod" | "alsoAccepts" | "redirectUris" | "grantTypes" | "jwks" | "jwksUri" | "metadata"
>;

/** @throws InvalidRedirectUriError, InvalidClientMetadataError naming the member at fault */
export function parseClientMetadata(input: unknown): ClientMetadata {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const name = String(parsed.error.issues[0]?.path[0] ?? "the body");
  if (name === "redirect_uris") throw noRedirectUris();
  const detail = { received: { member: name } };
  throw refuse("malformed_metadata", { member: name, detail });
}

function noRedirectUris(): OAuthError {
  return refuse("redirect_uris_malformed");
}

/** On which terms a client may describe itself. */
export interface Terms {
  /** What it gets when it names no authentication method. */
  fallbackMethod: string;
  /** Whether somebody stands for what it says, such as the host of a document. */
  isVouchedFor: boolean;
}

/**
 * Judges the metadata with which a client describes itself (RFC 7591 section 2).
 * @throws InvalidRedirectUriError, InvalidClientMetadataError naming the member at fault
 */
export async function readSelfDescription(
  context: Context,
  metadata: ClientMetadata,
  terms: Terms,
): Promise<SelfDescription> {
  const { authMethod, alsoAccepts } = readAuthMethods(context, metadata, terms.fallbackMethod);
  const mayBeEntrusted = terms.isVouchedFor && context.authMethods.proofOf(authMethod) !== "none";
  const grantTypes = readGrantTypes(context, metadata.grant_types, mayBeEntrusted);
  const redirectUris = readRedirectUris(context, metadata.redirect_uris, grantTypes);
  checkResponseTypes(metadata.response_types);
  const scope = await knownScope(context, metadata.scope);
  const keys = readKeys(context, metadata, authMethod);
  const extras = echoed.flatMap((name) => (metadata[name] === undefined ? [] : [[name, metadata[name]] as const]));
  return {
    name: metadata.client_name ?? "",
    authMethod,
    alsoAccepts,
    redirectUris,
    grantTypes,
    ...keys,
    metadata: {
      ...Object.fromEntries(extras),
      application_type: readApplicationType(metadata),
      ...(scope === undefined ? {} : { scope }),
    },
  };
}

/** None are needed by a client that nobody is sent back to. */
function readRedirectUris(
  context: Context,
  asked: readonly string[] | undefined,
  grantTypes: readonly string[],
): readonly string[] {
  const areNeeded = context.grantTypes.needRedirectUri(grantTypes);
  if (asked === undefined && areNeeded) throw noRedirectUris();
  return asked === undefined || (asked.length === 0 && !areNeeded) ? [] : usableRedirectUris(asked);
}

/** Those that can be used: one bad address must not keep a client out that has good ones. */
function usableRedirectUris(asked: readonly string[]): readonly string[] {
  const usable = asked.filter((uri) => checkRedirectUri(uri).ok);
  const verdict = checkRedirectUris(usable.length === 0 ? asked : usable);
  if (!verdict.ok) {
    const detail = { received: { redirect_uris: asked, fault: verdict.why } };
    throw refuse("redirect_uri", { fault: verdict.why, detail });
  }
  return usable;
}

function checkResponseTypes(responseTypes: readonly string[] | undefined): void {
  if (responseTypes !== undefined && responseTypes.length > 0 && !responseTypes.includes("code")) {
    const detail = { received: { response_types: responseTypes } };
    throw refuse("response_types", { detail });
  }
}

/** Those of the asked ones that exist here and that the client may have; the default when none are named. */
function readGrantTypes(
  context: Context,
  asked: readonly string[] | undefined,
  mayBeEntrusted: boolean,
): readonly string[] {
  const { defaults, entrusted } = context.grantTypes;
  if (asked === undefined || asked.length === 0) return defaults;
  const names = context.grantTypes.names.filter((name) => mayBeEntrusted || !entrusted.includes(name));
  const known = names.filter((name) => asked.includes(name));
  if (known.length > 0) return known;
  throw refuse("grant_types", {
    supported: names,
    detail: { received: { grant_types: asked }, registered: { grant_types: names } },
  });
}

function readAuthMethods(
  context: Context,
  metadata: ClientMetadata,
  fallbackMethod: string,
): Pick<Client, "authMethod" | "alsoAccepts"> {
  const { authMethods } = context;
  const asked = metadata.token_endpoint_auth_method;
  const authMethod = asked ?? fallbackMethod;
  const proof = authMethods.proofOf(authMethod);
  if (proof === undefined) {
    const detail = {
      received: { token_endpoint_auth_method: authMethod },
      registered: { token_endpoint_auth_methods_supported: authMethods.names },
    };
    throw refuse("auth_method", { supported: authMethods.names, detail });
  }
  if (asked === undefined && proof === "secret") return { authMethod, alsoAccepts: authMethods.withProof("secret") };
  const offersNone = metadata.token_endpoint_auth_methods_supported?.includes(authMethods.none) === true;
  return { authMethod, alsoAccepts: offersNone && proof === "signature" ? [authMethods.none] : [] };
}

/** @throws InvalidClientMetadataError for two sources of keys, unusable keys, or none where a signature is due */
function readKeys(context: Context, metadata: ClientMetadata, authMethod: string): Pick<Client, "jwks" | "jwksUri"> {
  const { jwks, jwks_uri: jwksUri } = metadata;
  const hasKeys = jwks !== undefined && jwks !== null;
  if (hasKeys && jwksUri !== undefined) throw badKeys("jwks and jwks_uri exclude each other");
  if (hasKeys) {
    const keySet = parseKeySet(jwks);
    if (keySet === undefined) throw badKeys("jwks must hold public keys for signatures");
    return { jwks: JSON.stringify(keySet) };
  }
  if (jwksUri !== undefined) return { jwksUri };
  if (context.authMethods.proofOf(authMethod) === "signature") throw badKeys(`${authMethod} needs jwks or jwks_uri`);
  return {};
}

function badKeys(fault: string): OAuthError {
  return refuse("client_keys", { fault, detail: { received: { fault } } });
}

/** A wrong or absent type is replaced by what the redirect URIs say. */
function readApplicationType(metadata: ClientMetadata): string {
  const asked = metadata.application_type;
  if (asked === "native" || asked === "web") return asked;
  const { redirect_uris: redirectUris = [] } = metadata;
  return redirectUris.length > 0 && redirectUris.every(isHttpsRedirect) ? "web" : "native";
}

/** A hint, not a ceiling: the known part of it is echoed, so that clients ask for what exists. */
async function knownScope(context: Context, text: string | undefined): Promise<string | undefined> {
  const names = text === undefined ? undefined : parseScope(text);
  if (names === undefined) return undefined;
  const catalogue = scopeCatalogue(context.config.scopes, await context.store.resources.list());
  const known = names.filter((name) => catalogue.has(name) && catalogue.get(name)?.roles === undefined);
  return known.length === 0 ? undefined : known.join(" ");
}

/** What of the redirect URIs asked for was not taken. */
export function rejectedRedirectUris({ redirect_uris: asked = [] }: ClientMetadata, client: Client): readonly string[] {
  return asked.filter((uri) => !client.redirectUris.includes(uri));
}

/** The registration response (RFC 7591 section 3.2.1): everything accepted, defaults filled in, nothing null. */
export function describeClient(client: Client, secret: string | undefined): JsonObject {
  const { metadata, jwks, jwksUri } = client;
  return {
    client_id: client.id,
    client_id_issued_at: client.createdAt,
    ...(secret === undefined ? {} : { client_secret: secret, client_secret_expires_at: 0 }),
    ...(client.name === "" ? {} : { client_name: client.name }),
    redirect_uris: client.redirectUris,
    grant_types: client.grantTypes,
    ...(client.redirectUris.length === 0 ? {} : { response_types: ["code"] }),
    token_endpoint_auth_method: client.authMethod,
    ...(client.scopes === undefined ? {} : { scope: client.scopes.join(" ") }),
    // Written by `readKeys`.
    ...(jwks === undefined ? {} : { jwks: JSON.parse(jwks) as JsonObject }),
    ...(jwksUri === undefined ? {} : { jwks_uri: jwksUri }),
    ...metadata,
  };
}
