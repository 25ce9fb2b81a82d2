import type { ManagementContext } from "../context.ts";
import { type AuditManagement, manageAudit } from "./server/audit.ts";
import { type ApiKeyManagement, manageApiKeys } from "./people/api-keys.ts";
import { type ClientManagement, manageClients } from "./clients/clients.ts";
import { type ConsentManagement, manageConsents } from "./people/consents.ts";
import { type ImportManagement, manageImports } from "./imports/imports.ts";
import { type GrantManagement, manageGrants } from "./people/grants.ts";
import { type IncidentManagement, manageIncidents } from "./server/incidents.ts";
import { manageResources, type ResourceManagement } from "./server/resources.ts";
import { manageSessions, type SessionManagement } from "./people/sessions.ts";
import { manageTokens, type TokenManagement } from "./server/tokens.ts";
import { manageScopes, type ScopeManagement } from "./server/scopes.ts";
import { manageUsers, type UserManagement } from "./people/users.ts";

/** What operators and people do, whatever door they come through: RPC and command line call these. */
export interface Management {
  readonly clients: ClientManagement;
  readonly resources: ResourceManagement;
  readonly scopes: ScopeManagement;
  readonly users: UserManagement;
  readonly imports: ImportManagement;
  readonly incidents: IncidentManagement;
  readonly consents: ConsentManagement;
  readonly audit: AuditManagement;
  readonly sessions: SessionManagement;
  readonly apiKeys: ApiKeyManagement;
  readonly grants: GrantManagement;
  readonly tokens: TokenManagement;
}

export function createManagement(context: ManagementContext): Management {
  return {
    clients: manageClients(context),
    resources: manageResources(context),
    scopes: manageScopes(context),
    users: manageUsers(context),
    imports: manageImports(context),
    incidents: manageIncidents(context),
    consents: manageConsents(context),
    audit: manageAudit(context),
    sessions: manageSessions(context),
    apiKeys: manageApiKeys(context),
    grants: manageGrants(context),
    tokens: manageTokens(context),
  };
}
