import {
  OAuthClientInformationFullSchema,
  OAuthErrorResponseSchema,
  OAuthMetadataSchema,
  OAuthProtectedResourceMetadataSchema,
  OAuthTokensSchema,
  OpenIdProviderDiscoveryMetadataSchema,
} from "@modelcontextprotocol/sdk/shared/auth.js";
import { z } from "zod";

/** A JSON answer, and where it came from. */
export interface Noted {
  readonly url: URL;
  readonly status: number;
  readonly body: unknown;
}

interface Schema {
  safeParse(body: unknown): { success: boolean };
}

const anything = z.record(z.string(), z.unknown());

/** Which schema a good answer obeys, by the address; other addresses are not those of an authorization server. */
const schemas: readonly (readonly [address: RegExp, schema: Schema])[] = [
  [/\/\.well-known\/oauth-authorization-server/, OAuthMetadataSchema],
  [/\/\.well-known\/openid-configuration/, OpenIdProviderDiscoveryMetadataSchema],
  [/\/\.well-known\/oauth-protected-resource/, OAuthProtectedResourceMetadataSchema],
  [/\/register$/, OAuthClientInformationFullSchema],
  [/\/token$/, OAuthTokensSchema],
  [/\/(authorize|revoke|introspect|userinfo)$/, anything],
];

/** What the official SDK would stumble over: a broken schema, or an empty member anywhere. */
export function faultsOf({ url, status, body }: Noted): string[] {
  const good = schemas.find(([address]) => address.test(url.pathname))?.[1];
  const schema = good === undefined || status < 400 ? (good ?? anything) : OAuthErrorResponseSchema;
  const place = `${url.pathname} ${status}`;
  const broken = schema.safeParse(body).success ? [] : [`${place} breaks its schema: ${JSON.stringify(body)}`];
  return [...broken, ...emptyMembers(body).map((path) => `${place} has an empty ${path}`)];
}

/** Paths of members that say nothing: null, an empty text, an empty list or object. */
function emptyMembers(value: unknown, path = ""): string[] {
  if (value === null || value === "") return [path];
  if (typeof value !== "object") return [];
  const members = Object.entries(value);
  if (members.length === 0) return [path];
  return members.flatMap(([name, member]) => emptyMembers(member, `${path}/${name}`));
}
