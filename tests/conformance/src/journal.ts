import {
  OAuthClientInformationFullSchema,
  OAuthErrorResponseSchema,
  OAuthMetadataSchema,
  OAuthProtectedResourceMetadataSchema,
  OAuthTokensSchema,
  OpenIdProviderDiscoveryMetadataSchema,
} from "@modelcontextprotocol/sdk/shared/auth.js";
import { z } from "zod";

/** A JSON answer of an authorization server, and where it came from. */
interface Noted {
  readonly url: URL;
  readonly status: number;
  readonly body: unknown;
}

interface Schema {
  safeParse(body: unknown): { success: boolean };
}

const anything = z.record(z.string(), z.unknown());

/** Which schema a good answer obeys, by the address; other addresses are not looked at. */
const schemas: readonly (readonly [address: RegExp, schema: Schema])[] = [
  [/\/\.well-known\/oauth-authorization-server/, OAuthMetadataSchema],
  [/\/\.well-known\/openid-configuration/, OpenIdProviderDiscoveryMetadataSchema],
  [/\/\.well-known\/oauth-protected-resource/, OAuthProtectedResourceMetadataSchema],
  [/\/register$/, OAuthClientInformationFullSchema],
  [/\/token$/, OAuthTokensSchema],
  [/\/(authorize|revoke|introspect|userinfo)$/, anything],
];

/** Every answer that the tests of this file got so far, by whatever way they asked. */
const journal: Noted[] = [];

/** Writes an answer down, when it is JSON. `type` is its `Content-Type`, `text` its body. */
export function noteAnswer(answer: { url: URL; status: number; type: string | undefined; text: string }): void {
  const { url, status, type = "", text } = answer;
  if (text !== "" && type.startsWith("application/json")) journal.push({ url, status, body: JSON.parse(text) });
}

/** What the official SDK would stumble over in all these answers: a broken schema, or an empty member anywhere. */
export function judgeAnswers(): { count: number; faults: string[] } {
  return { count: journal.length, faults: journal.flatMap(faultsOf) };
}

function faultsOf({ url, status, body }: Noted): string[] {
  const good = schemas.find(([address]) => address.test(url.pathname))?.[1];
  if (good === undefined) return [];
  const schema = status < 400 ? good : OAuthErrorResponseSchema;
  const place = `${url.pathname} ${status}`;
  const broken = schema.safeParse(body).success ? [] : [`${place} breaks its schema: ${JSON.stringify(body)}`];
  return [...broken, ...emptyMembers(body).map((path) => `${place} has an empty ${path}`)];
}

/** Paths of members that say nothing: null, an empty text, an empty list or object. */
export function emptyMembers(value: unknown, path = ""): string[] {
  if (value === null || value === "") return [path];
  if (typeof value !== "object") return [];
  const members = Object.entries(value);
  if (members.length === 0) return [path];
  return members.flatMap(([name, member]) => emptyMembers(member, `${path}/${name}`));
}
