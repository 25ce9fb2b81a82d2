import type { ManagementContext } from "../context.ts";
import type { Client, ClientFilter, ClientId, Page, PageRequest, Resource, User, UserId } from "../stores/port.ts";
import {
  approveClient,
  deleteClient,
  getClient,
  type Invitation,
  inviteClient,
  listClients,
  type NewClient,
  registerClient,
  setClientStatus,
} from "./clients.ts";
import { type ConsentView, listConsents, revokeConsent } from "./consents.ts";
import { explainIncident, type ExplainedIncident } from "./incidents.ts";
import { createResource, deleteResource, listResources, type NewResource } from "./resources.ts";
import { createUser, listUsers, type NewUser, setPassword, setUserStatus, signOutEverywhere } from "./users.ts";

/** What operators and people do, whatever door they come through: RPC and command line call these. */
export interface Management {
  readonly clients: {
    create(input: NewClient): Promise<{ client: Client; secret: string | undefined }>;
    list(wanted: PageRequest & ClientFilter): Promise<Page<Client>>;
    get(id: ClientId): Promise<Client>;
    /** From pending to active. */
    approve(id: ClientId): Promise<void>;
    setStatus(id: ClientId, status: Client["status"]): Promise<void>;
    delete(id: ClientId): Promise<void>;
    invite(validSeconds: number): Promise<Invitation>;
  };
  readonly resources: {
    create(input: NewResource): Promise<Resource>;
    list(): Promise<readonly Resource[]>;
    delete(uri: string): Promise<void>;
  };
  readonly users: {
    create(input: NewUser): Promise<User>;
    list(page: PageRequest): Promise<Page<User>>;
    setPassword(id: UserId, password: string): Promise<void>;
    setStatus(id: UserId, status: User["status"]): Promise<void>;
    signOutEverywhere(id: UserId): Promise<void>;
  };
  readonly incidents: {
    /** @throws ManagementError not_found */
    explain(errorId: string): Promise<ExplainedIncident>;
  };
  readonly consents: {
    listFor(userId: UserId): Promise<ConsentView[]>;
    revokeFor(userId: UserId, clientId: ClientId): Promise<void>;
  };
}

export function createManagement(context: ManagementContext): Management {
  return {
    clients: {
      create: (input) => registerClient(context, input),
      list: (wanted) => listClients(context, wanted),
      get: (id) => getClient(context, id),
      approve: (id) => approveClient(context, id),
      setStatus: (id, status) => setClientStatus(context, id, status),
      delete: (id) => deleteClient(context, id),
      invite: (validSeconds) => inviteClient(context, validSeconds),
    },
    resources: {
      create: (input) => createResource(context, input),
      list: () => listResources(context),
      delete: (uri) => deleteResource(context, uri),
    },
    users: {
      create: (input) => createUser(context, input),
      list: (page) => listUsers(context, page),
      setPassword: (id, password) => setPassword(context, id, password),
      setStatus: (id, status) => setUserStatus(context, id, status),
      signOutEverywhere: (id) => signOutEverywhere(context, id),
    },
    incidents: { explain: (errorId) => explainIncident(context, errorId) },
    consents: {
      listFor: (userId) => listConsents(context, userId),
      revokeFor: (userId, clientId) => revokeConsent(context, userId, clientId),
    },
  };
}
