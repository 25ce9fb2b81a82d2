import { listAudit } from "./audit/list.ts";
import { createApiKey } from "./api-keys/create.ts";
import { listApiKeys } from "./api-keys/list.ts";
import { revokeApiKey } from "./api-keys/revoke.ts";
import { tailAudit } from "./audit/tail.ts";
import { approveRegistration } from "./registrations/approve.ts";
import { createClient } from "./clients/create.ts";
import { deleteClient } from "./clients/delete.ts";
import { exportClients } from "./clients/export.ts";
import { getClient } from "./clients/get.ts";
import { clientImpact } from "./clients/impact.ts";
import { importClients } from "./clients/import.ts";
import { inviteClient } from "./clients/invite.ts";
import { listClients } from "./clients/list.ts";
import { revokeOldClientSecret } from "./clients/revoke-old-secret.ts";
import { rotateClientSecret } from "./clients/rotate-secret.ts";
import { setClientActive } from "./clients/set-active.ts";
import { listConsents } from "./consents/list.ts";
import { revokeConsent } from "./consents/revoke.ts";
import { updateClient } from "./clients/update.ts";
import { explainError } from "./explain/get.ts";
import { simulateRequest } from "./explain/simulate.ts";
import { getGrant } from "./grants/get.ts";
import { listGrants } from "./grants/list.ts";
import { revokeGrant } from "./grants/revoke.ts";
import { revokeAllGrants } from "./grants/revoke-all.ts";
import { approveInteraction } from "./interactions/approve.ts";
import { denyInteraction } from "./interactions/deny.ts";
import { getInteraction } from "./interactions/get.ts";
import { createResource } from "./resources/create.ts";
import { deleteResource } from "./resources/delete.ts";
import { listResources } from "./resources/list.ts";
import { listKeys } from "./keys/list.ts";
import { revokeKey } from "./keys/revoke.ts";
import { rotateKeys } from "./keys/rotate.ts";
import { listRegistrations } from "./registrations/list.ts";
import { refuseRegistration } from "./registrations/refuse.ts";
import { updateResource } from "./resources/update.ts";
import { listScopes } from "./scopes/list.ts";
import { me } from "./session/me.ts";
import { listSessions } from "./sessions/list.ts";
import { revokeSession } from "./sessions/revoke.ts";
import { signIn } from "./session/sign-in.ts";
import { signOut } from "./session/sign-out.ts";
import { effective } from "./settings/effective.ts";
import { stats } from "./system/stats.ts";
import { status } from "./system/status.ts";
import { inspectToken } from "./tokens/inspect.ts";
import { revokeToken } from "./tokens/revoke.ts";
import { router } from "./trpc.ts";
import { createUser } from "./users/create.ts";
import { eraseUser } from "./users/erase.ts";
import { exportUserData } from "./users/export-data.ts";
import { getUser } from "./users/get.ts";
import { listUsers } from "./users/list.ts";
import { setUserActive } from "./users/set-active.ts";
import { resetPassword } from "./users/reset-password.ts";
import { setPassword } from "./users/set-password.ts";
import { signOutEverywhere } from "./users/sign-out-everywhere.ts";
import { updateUser } from "./users/update.ts";

/** Every procedure of the admin listener. */
export const adminRouter = router({
  session: router({ signIn, signOut, me }),
  clients: router({
    create: createClient,
    list: listClients,
    get: getClient,
    update: updateClient,
    rotateSecret: rotateClientSecret,
    revokeOldSecret: revokeOldClientSecret,
    export: exportClients,
    import: importClients,
    impact: clientImpact,
    invite: inviteClient,
    setActive: setClientActive,
    delete: deleteClient,
  }),
  resources: router({ create: createResource, list: listResources, update: updateResource, delete: deleteResource }),
  scopes: router({ list: listScopes }),
  users: router({
    create: createUser,
    list: listUsers,
    get: getUser,
    update: updateUser,
    setActive: setUserActive,
    setPassword,
    resetPassword,
    signOutEverywhere,
    exportData: exportUserData,
    erase: eraseUser,
  }),
  consents: router({ list: listConsents, revoke: revokeConsent }),
  grants: router({ list: listGrants, get: getGrant, revoke: revokeGrant, revokeAll: revokeAllGrants }),
  tokens: router({ inspect: inspectToken, revoke: revokeToken }),
  sessions: router({ list: listSessions, revoke: revokeSession }),
  audit: router({ list: listAudit, tail: tailAudit }),
  apiKeys: router({ create: createApiKey, list: listApiKeys, revoke: revokeApiKey }),
  keys: router({ list: listKeys, rotate: rotateKeys, revoke: revokeKey }),
  registrations: router({ list: listRegistrations, approve: approveRegistration, refuse: refuseRegistration }),
  interactions: router({ get: getInteraction, approve: approveInteraction, deny: denyInteraction }),
  explain: router({ get: explainError, simulate: simulateRequest }),
  settings: router({ effective }),
  system: router({ stats, status }),
});

export type AdminRouter = typeof adminRouter;
