import { checkRedirectUris } from "../../clients/redirect-uris.ts";
import type { ManagementContext } from "../../context.ts";
import { ManagementError } from "../../errors.ts";
import { parseKeySet } from "../../rules/key-set.ts";
import { scopeCatalogue } from "../../rules/scope.ts";
import type { Client, UserId } from "../../ports/store.ts";
import { ensureResource } from "../server/resources.ts";

export interface NewClient {
  name: string;
  description?: string | undefined;
  type: Client["type"];
  redirectUris: readonly string[];
  /** Absent: every scope that is not privileged. */
  scopes?: readonly string[] | undefined;
  /** The MCP server that the client is for: registered as a resource when it is new. */
  defaultResource?: string | undefined;
  /** Absent: what fits the type. */
  authMethod?: string | undefined;
  grantTypes?: readonly string[] | undefined;
  accessTokenTtlSeconds?: number | undefined;
  refreshTokenTtlSeconds?: number | undefined;
  refreshReplay?: Client["refreshReplay"] | undefined;
  /** A JWK set with public keys, for `private_key_jwt`. */
  jwks?: unknown;
  /** Where such a set is. */
  jwksUri?: string | undefined;
  /** Where its logo is: pages show it, made anew and from here. */
  logoUri?: string | undefined;
  ownerId?: UserId | undefined;
}

export function checkName(name: string): void {
  if (name.trim() === "" || name.length > 255) throw invalid("name", "a name of 1 to 255 characters is needed");
}

export function readAuthMethod(context: ManagementContext, input: NewClient): string {
  const { authMethods } = context;
  const fitting = input.type === "public" ? authMethods.none : authMethods.default;
  const method = input.authMethod ?? fitting;
  if (!authMethods.names.includes(method)) {
    throw invalid("authMethod", `the method must be one of ${authMethods.names.join(", ")}`);
  }
  if ((authMethods.proofOf(method) !== "none") !== (input.type === "confidential")) {
    throw invalid("authMethod", `the method ${method} does not fit a ${input.type} client`);
  }
  return method;
}

export function readMetadata({ logoUri }: NewClient): Client["metadata"] {
  if (logoUri === undefined) return {};
  checkHttps("logoUri", logoUri);
  return { logo_uri: logoUri };
}

function checkHttps(field: string, url: string): void {
  if (!URL.canParse(url) || new URL(url).protocol !== "https:") throw invalid(field, `${field} must be an https URL`);
}

/** Keys are needed by exactly the methods that sign, from one source. */
export function readKeys(
  context: ManagementContext,
  { jwks, jwksUri }: NewClient,
  authMethod: string,
): Pick<Client, "jwks" | "jwksUri"> {
  const signs = context.authMethods.proofOf(authMethod) === "signature";
  if (signs !== (jwks !== undefined || jwksUri !== undefined) || (jwks !== undefined && jwksUri !== undefined)) {
    throw invalid("jwks", "a method that signs needs either jwks or jwksUri, and no other method does");
  }
  if (jwksUri !== undefined) {
    checkHttps("jwksUri", jwksUri);
    return { jwksUri };
  }
  if (jwks === undefined) return {};
  const keySet = parseKeySet(jwks);
  if (keySet === undefined)
    throw invalid("jwks", "jwks must be a JWK set of public keys for signatures, and of no private ones");
  return { jwks: JSON.stringify(keySet) };
}

export function readGrantTypes(context: ManagementContext, { grantTypes: asked, type }: NewClient): readonly string[] {
  const { names, defaults, entrusted } = context.grantTypes;
  if (asked === undefined) return defaults;
  if (asked.length === 0 || !asked.every((name) => names.includes(name))) {
    throw invalid("grantTypes", `grant types must be among ${names.join(", ")}`);
  }
  const entrustedOnly = asked.find((name) => entrusted.includes(name));
  if (entrustedOnly === undefined || type === "confidential") return asked;
  throw invalid("grantTypes", `${entrustedOnly} is for confidential clients only`);
}

/** A client that nobody is sent back to needs none. */
export function checkRedirects(
  context: ManagementContext,
  uris: readonly string[],
  grantTypes: readonly string[],
): void {
  if (uris.length === 0 && !context.grantTypes.needRedirectUri(grantTypes)) return;
  const verdict = checkRedirectUris(uris);
  if (!verdict.ok) throw invalid("redirectUris", verdict.why);
}

export async function checkScopes(context: ManagementContext, scopes: readonly string[] | undefined): Promise<void> {
  if (scopes === undefined) return;
  const catalogue = scopeCatalogue(context.config.scopes, await context.store.resources.list());
  const unknown = scopes.find((name) => !catalogue.has(name));
  if (unknown === undefined) return;
  const known = [...catalogue.keys()].join(" ");
  throw invalid("scopes", `there is no scope ${unknown}; known: ${known}. A resource brings its own scopes along.`);
}

export async function readDefaultResource(
  context: ManagementContext,
  url: string | undefined,
): Promise<string | undefined> {
  if (url === undefined) return undefined;
  return (await ensureResource(context, url, "defaultResource")).uri;
}

export function invalid(field: string, message: string): ManagementError {
  return new ManagementError("invalid_input", message, field);
}

/** The members that have a value: an optional property is absent, not undefined. */
export function present<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  // Filtering cannot be expressed in the type of `fromEntries`.
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
