import { createClient } from "../clients/create.ts";
import { checkRedirectUris } from "../clients/redirect-uris.ts";
import type { ManagementContext } from "../context.ts";
import { ManagementError } from "../errors.ts";
import { parseKeySet } from "../rules/key-set.ts";
import { scopeCatalogue } from "../rules/scope.ts";
import { hashSecret } from "../secret.ts";
import { createSecretText, tokenPrefixes } from "../secret-text.ts";
import { after, type EpochSeconds } from "../time.ts";
import type { Client, ClientId, ClientListRequest, Page, UserId } from "../stores/port.ts";
import { ensureResource } from "./resources.ts";

export interface NewClient {
  name: string;
  description?: string | undefined;
  type: Client["type"];
  redirectUris: readonly string[];
  /** Absent: every scope that is not privileged. */
  scopes?: readonly string[] | undefined;
  /** The MCP server that the client is for: registered as a resource when it is new. */
  mcpServerUrl?: string | undefined;
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

export interface ClientManagement {
  /** Registers a client; the returned secret is the only copy. @throws ManagementError invalid_input, with the field at fault */
  create(input: NewClient): Promise<{ client: Client; secret: string | undefined }>;
  /** Newest first, unless asked otherwise. */
  list(wanted: ClientListRequest): Promise<Page<Client>>;
  /** @throws ManagementError not_found */
  get(id: ClientId): Promise<Client>;
  /** Lets a client in that waits for it; one that was turned off stays so. @throws ManagementError not_found, invalid_input */
  approve(id: ClientId): Promise<void>;
  /** Turns a client away that waits for approval: it stays known, and off. @throws ManagementError not_found, invalid_input */
  refuse(id: ClientId): Promise<void>;
  /** Disabling ends everything the client holds at once. @throws ManagementError not_found */
  setStatus(id: ClientId, status: Client["status"]): Promise<void>;
  /** @throws ManagementError not_found */
  delete(id: ClientId): Promise<void>;
  /** Makes an invitation that is good for one registration. @throws ManagementError invalid_input */
  invite(validSeconds: number): Promise<Invitation>;
}

export function manageClients(context: ManagementContext): ClientManagement {
  return {
    create: (input) => registerClient(context, input),
    list: (wanted) => context.store.clients.list(wanted),
    get: (id) => getClient(context, id),
    approve: (id) => answerClient(context, id, "active"),
    refuse: (id) => answerClient(context, id, "disabled"),
    setStatus: (id, status) => setClientStatus(context, id, status),
    delete: (id) => deleteClient(context, id),
    invite: (validSeconds) => inviteClient(context, validSeconds),
  };
}

async function registerClient(
  context: ManagementContext,
  input: NewClient,
): Promise<{ client: Client; secret: string | undefined }> {
  checkName(input.name);
  const authMethod = readAuthMethod(context, input);
  const grantTypes = readGrantTypes(context, input);
  checkRedirects(context, input.redirectUris, grantTypes);
  const keys = readKeys(context, input, authMethod);
  await checkScopes(context, input.scopes);
  const defaultResource = await readDefaultResource(context, input.mcpServerUrl);
  return await createClient(context, {
    name: input.name,
    authMethod,
    alsoAccepts:
      input.authMethod === undefined && input.type === "confidential" ? context.authMethods.withProof("secret") : [],
    redirectUris: input.redirectUris,
    grantTypes,
    provenance: "preregistered",
    status: "active",
    metadata: readMetadata(input),
    ...keys,
    ...present({
      description: input.description,
      scopes: input.scopes,
      defaultResource,
      accessTokenTtlSeconds: input.accessTokenTtlSeconds,
      refreshTokenTtlSeconds: input.refreshTokenTtlSeconds,
      refreshReplay: input.refreshReplay,
      ownerId: input.ownerId,
    }),
  });
}

async function getClient(context: ManagementContext, id: ClientId): Promise<Client> {
  const client = await context.store.clients.get(id);
  if (client === undefined) throw new ManagementError("not_found", "there is no such client");
  return client;
}

/** Removes a client whatever its status, and with it every code, token and consent. @throws ManagementError not_found */
async function deleteClient(context: ManagementContext, id: ClientId): Promise<void> {
  if ((await context.store.clients.delete(id, context.clock.now())) === "gone") {
    throw new ManagementError("not_found", "there is no such client");
  }
  context.events.emit({ type: "client.deleted", clientId: id });
}

/** Lets one client register, whatever the policy says. */
interface Invitation {
  /** An initial access token (RFC 7591 section 3); the only copy. */
  token: string;
  expiresAt: EpochSeconds;
}

async function inviteClient(context: ManagementContext, validSeconds: number): Promise<Invitation> {
  if (!Number.isInteger(validSeconds) || validSeconds < 60 || validSeconds > maxInvitationSeconds) {
    throw invalid("validSeconds", `an invitation is good for 60 to ${maxInvitationSeconds} seconds`);
  }
  const token = createSecretText(tokenPrefixes.initialToken, context.random);
  const expiresAt = after(context.clock.now(), validSeconds);
  await context.store.invitations.insert(hashSecret(token), expiresAt);
  context.events.emit({ type: "invitation.created", expiresAt });
  return { token, expiresAt };
}

const maxInvitationSeconds = 30 * 86_400;

async function answerClient(context: ManagementContext, id: ClientId, answer: "active" | "disabled"): Promise<void> {
  const { status } = await getClient(context, id);
  if (status !== "pending") throw invalid("clientId", `the client waits for no approval: it is ${status}`);
  await setClientStatus(context, id, answer);
}

async function setClientStatus(context: ManagementContext, id: ClientId, status: Client["status"]): Promise<void> {
  if ((await context.store.clients.setStatus(id, status, context.clock.now())) === "gone") {
    throw new ManagementError("not_found", "there is no such client");
  }
  context.events.emit({ type: "client.status_set", clientId: id, status });
}

function checkName(name: string): void {
  if (name.trim() === "" || name.length > 255) throw invalid("name", "a name of 1 to 255 characters is needed");
}

function readAuthMethod(context: ManagementContext, input: NewClient): string {
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

function readMetadata({ logoUri }: NewClient): Client["metadata"] {
  if (logoUri === undefined) return {};
  checkHttps("logoUri", logoUri);
  return { logo_uri: logoUri };
}

function checkHttps(field: string, url: string): void {
  if (!URL.canParse(url) || new URL(url).protocol !== "https:") throw invalid(field, `${field} must be an https URL`);
}

/** Keys are needed by exactly the methods that sign, from one source. */
function readKeys(
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

function readGrantTypes(context: ManagementContext, { grantTypes: asked, type }: NewClient): readonly string[] {
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
function checkRedirects(context: ManagementContext, uris: readonly string[], grantTypes: readonly string[]): void {
  if (uris.length === 0 && !context.grantTypes.needRedirectUri(grantTypes)) return;
  const verdict = checkRedirectUris(uris);
  if (!verdict.ok) throw invalid("redirectUris", verdict.why);
}

async function checkScopes(context: ManagementContext, scopes: readonly string[] | undefined): Promise<void> {
  if (scopes === undefined) return;
  const catalogue = scopeCatalogue(context.config.scopes, await context.store.resources.list());
  const unknown = scopes.find((name) => !catalogue.has(name));
  if (unknown === undefined) return;
  const known = [...catalogue.keys()].join(" ");
  throw invalid("scopes", `there is no scope ${unknown}; known: ${known}. A resource brings its own scopes along.`);
}

async function readDefaultResource(context: ManagementContext, url: string | undefined): Promise<string | undefined> {
  if (url === undefined) return undefined;
  return (await ensureResource(context, url, "mcpServerUrl")).uri;
}

function invalid(field: string, message: string): ManagementError {
  return new ManagementError("invalid_input", message, field);
}

/** The members that have a value: an optional property is absent, not undefined. */
function present<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  // Filtering cannot be expressed in the type of `fromEntries`.
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
