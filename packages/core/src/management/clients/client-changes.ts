import { identityOf } from "../../clients/identity.ts";
import type { ManagementContext } from "../../context.ts";
import { ManagementError } from "../../errors.ts";
import type { Client, ClientId } from "../../ports/store.ts";
import {
  checkName,
  checkRedirects,
  checkScopes,
  invalid,
  type NewClient,
  present,
  readAuthMethod,
  readDefaultResource,
  readGrantTypes,
  readKeys,
  readMetadata,
} from "./client-input.ts";
import { patched } from "../patched.ts";

type Given = Omit<NewClient, "type" | "ownerId">;

/** What is absent stays; null takes away what can be absent. */
export type ClientChange = {
  [Name in keyof Given]?: Given[Name] | (undefined extends Given[Name] ? null : never) | undefined;
} & {
  /** The version that the caller has seen. */
  version: number;
};

/** What the metadata document of a client says, so that no operator can. */
const saidByDocument = [
  "name",
  "description",
  "redirectUris",
  "authMethod",
  "grantTypes",
  "jwks",
  "jwksUri",
  "logoUri",
] as const satisfies readonly (keyof Given)[];

/** A change of name, addresses or keys makes it another client for those who allowed the old one: they are asked again. */
export async function updateClient(context: ManagementContext, id: ClientId, change: ClientChange): Promise<Client> {
  const known = await context.store.clients.get(id);
  if (known === undefined) throw new ManagementError("not_found", "there is no such client");
  if (known.version !== change.version) throw changed();
  const said = saidByDocument.find((name) => change[name] !== undefined);
  if (known.provenance === "document" && said !== undefined) {
    throw invalid(said, "the client's metadata document says this, and only that can change it");
  }
  const next = await applyChange(context, known, change);
  const forgetConsents = identityOf(next) !== identityOf(known);
  const outcome = await context.store.clients.update(next, { forgetConsents });
  if (outcome === "gone") throw new ManagementError("not_found", "there is no such client");
  if (outcome === "conflict") throw changed();
  context.events.emit({ type: "client.updated", clientId: id });
  return (await context.store.clients.get(id)) ?? next;
}

function changed(): ManagementError {
  return new ManagementError("conflict", "the client was changed meanwhile: look again", "version");
}

/** Only what changes is judged: a client may hold what its own way in allowed it. */
async function applyChange(context: ManagementContext, known: Client, change: ClientChange): Promise<Client> {
  const whole = merge(known, change);
  const judged = await judge(context, { known, change, whole });
  const { jwks: _1, jwksUri: _2, description: _3, scopes: _4, defaultResource, ...others } = known;
  const { accessTokenTtlSeconds: _5, refreshTokenTtlSeconds: _6, refreshReplay: _7, ...rest } = others;
  const resource = patched(change.defaultResource, defaultResource);
  return {
    ...rest,
    ...judged,
    name: whole.name,
    redirectUris: whole.redirectUris,
    ...present({
      defaultResource: change.defaultResource === undefined ? resource : await readDefaultResource(context, resource),
      description: whole.description,
      scopes: whole.scopes,
      accessTokenTtlSeconds: whole.accessTokenTtlSeconds,
      refreshTokenTtlSeconds: whole.refreshTokenTtlSeconds,
      refreshReplay: whole.refreshReplay,
    }),
  };
}

interface Judged {
  known: Client;
  change: ClientChange;
  whole: NewClient;
}

/** The members that hang together with others. */
async function judge(
  context: ManagementContext,
  { known, change, whole }: Judged,
): Promise<Pick<Client, "authMethod" | "alsoAccepts" | "grantTypes" | "metadata" | "jwks" | "jwksUri">> {
  const touches = (...names: readonly (keyof ClientChange)[]): boolean =>
    names.some((one) => change[one] !== undefined);
  if (touches("name")) checkName(whole.name);
  if (touches("scopes")) await checkScopes(context, whole.scopes);
  const grantTypes = touches("grantTypes") ? readGrantTypes(context, whole) : known.grantTypes;
  if (touches("redirectUris", "grantTypes")) checkRedirects(context, whole.redirectUris, grantTypes);
  const authMethod = touches("authMethod") ? readOtherMethod(context, known, whole) : known.authMethod;
  const { logo_uri: _logo, ...unshown } = known.metadata;
  return {
    authMethod,
    alsoAccepts: touches("authMethod") ? [] : known.alsoAccepts,
    grantTypes,
    metadata: touches("logoUri") ? { ...unshown, ...readMetadata(whole) } : known.metadata,
    ...(touches("jwks", "jwksUri", "authMethod") ? readKeys(context, whole, authMethod) : keysOf(known)),
  };
}

/** The client as it would have to be made to be what it shall be. */
function merge(known: Client, change: ClientChange): NewClient {
  const knownKeys: unknown = known.jwks === undefined ? undefined : JSON.parse(known.jwks);
  return {
    type: known.type,
    name: change.name ?? known.name,
    redirectUris: change.redirectUris ?? known.redirectUris,
    authMethod: change.authMethod ?? known.authMethod,
    grantTypes: change.grantTypes ?? known.grantTypes,
    description: patched(change.description, known.description),
    scopes: patched(change.scopes, known.scopes),
    defaultResource: change.defaultResource ?? undefined,
    accessTokenTtlSeconds: patched(change.accessTokenTtlSeconds, known.accessTokenTtlSeconds),
    refreshTokenTtlSeconds: patched(change.refreshTokenTtlSeconds, known.refreshTokenTtlSeconds),
    refreshReplay: patched(change.refreshReplay, known.refreshReplay),
    // One source of keys takes the place of the other.
    jwks: patched(change.jwks, typeof change.jwksUri === "string" ? undefined : knownKeys),
    jwksUri: patched(change.jwksUri, change.jwks === undefined ? known.jwksUri : undefined),
    logoUri: change.logoUri ?? undefined,
  };
}

function readOtherMethod(context: ManagementContext, known: Client, whole: NewClient): string {
  const authMethod = readAuthMethod(context, whole);
  const hasSecret = known.secretHash !== undefined || known.foreignSecretHash !== undefined;
  if (context.authMethods.proofOf(authMethod) !== "secret" || hasSecret) return authMethod;
  throw invalid("authMethod", "the client has no secret to prove itself with");
}

function keysOf({ jwks, jwksUri }: Client): Pick<Client, "jwks" | "jwksUri"> {
  return present({ jwks, jwksUri });
}
