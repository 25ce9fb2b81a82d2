import { createClient } from "../../clients/create.ts";
import type { ManagementContext } from "../../context.ts";
import { ManagementError } from "../../errors.ts";
import { hashSecret } from "../../secret.ts";
import { createSecretText, tokenPrefixes } from "../../secret-text.ts";
import { after, type EpochSeconds } from "../../time.ts";
import type { Client, ClientId, ClientListRequest, Holdings, Page } from "../../ports/store.ts";
import { type ClientChange, updateClient } from "./client-changes.ts";
import { type ClientRow, toClientRow } from "./client-document.ts";
import { type ClientImport, importClients, type ImportedRow } from "./client-import.ts";
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
import { type Rotated, revokeOldSecret, type SecretRotation, rotateSecret } from "./client-secrets.ts";

export interface ClientManagement {
  /** Registers a client; the returned secret is the only copy. @throws ManagementError invalid_input, with the field at fault */
  create(input: NewClient): Promise<{ client: Client; secret: string | undefined }>;
  /** Newest first, unless asked otherwise. */
  list(wanted: ClientListRequest): Promise<Page<Client>>;
  /** @throws ManagementError not_found */
  get(id: ClientId): Promise<Client>;
  /** Changes what is given of the client, when it is still in the version that the caller has seen. @throws ManagementError not_found, conflict, invalid_input */
  update(id: ClientId, change: ClientChange): Promise<Client>;
  /** Makes a new secret; the old one passes for a while longer. @throws ManagementError not_found, conflict, invalid_input */
  rotateSecret(id: ClientId, rotation: SecretRotation): Promise<Rotated>;
  /** Ends the secret before the present one at once. @throws ManagementError not_found, conflict */
  revokeOldSecret(id: ClientId): Promise<void>;
  /** Clients as rows of a document, in the order of `list`. */
  export(wanted: ClientListRequest, options: { withSecrets: boolean }): Promise<Page<ClientRow>>;
  /** Takes such rows in: one outcome for each, in their order. */
  import(wanted: ClientImport): Promise<ImportedRow[]>;
  /** What disabling or deleting it would end. @throws ManagementError not_found */
  impact(id: ClientId): Promise<Holdings>;
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
    update: (id, change) => updateClient(context, id, change),
    rotateSecret: (id, rotation) => rotateSecret(context, id, rotation),
    revokeOldSecret: (id) => revokeOldSecret(context, id),
    export: (wanted, options) => exportClients(context, wanted, options),
    import: (wanted) => importClients(context, wanted),
    impact: (id) => countHoldings(context, id),
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
  const defaultResource = await readDefaultResource(context, input.defaultResource);
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

async function exportClients(
  context: ManagementContext,
  wanted: ClientListRequest,
  options: { withSecrets: boolean },
): Promise<Page<ClientRow>> {
  const { items, ...rest } = await context.store.clients.list(wanted);
  return { ...rest, items: items.map((client) => toClientRow(client, options)) };
}

/** Grants beyond so many are not counted. */
const maxCounted = 10_000;

async function countHoldings(context: ManagementContext, id: ClientId): Promise<Holdings> {
  const client = await getClient(context, id);
  return await context.store.clients.countHoldings(client, context.clock.now(), maxCounted);
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
