import { StoreUnavailableError } from "../../errors.ts";
import { after, type EpochSeconds, isExpired } from "../../time.ts";
import { deviceMemorySeconds } from "../shared/device-request.ts";
import { createAudit } from "./audit.ts";
import { createApiKeys } from "./api-keys.ts";
import { createClients } from "./clients.ts";
import { createDevices } from "./devices.ts";
import { createConsents, createGrants, createInteractions } from "./grants.ts";
import { createKeyedCalls } from "./keyed-calls.ts";
import { createLogos } from "./logos.ts";
import { createSessions, createUsers } from "./people.ts";
import { createRevocations } from "./revocations.ts";
import { createStatistics } from "./statistics.ts";
import {
  createIncidents,
  createInvitations,
  createKeys,
  createOnceOnly,
  createResources,
  createSystem,
} from "./system.ts";
import { createTables, deleteExpired, deleteWhere, type Run, type Tables } from "./tables.ts";
import type { Store } from "../../ports/store.ts";
import { nextPosition, rowIdOf, rowIdSecond } from "../shared/row-id.ts";

const replayMemorySeconds = 24 * 60 * 60;

/** A store that lives and dies with the process, for tests. The rows it hands out are frozen. */
export function openMemoryStore(): Store {
  const tables = createTables();
  let closed = false;
  let last = { second: 0, sequence: 0 };
  const run: Run = (verb) =>
    new Promise((resolve) => {
      if (closed) throw new StoreUnavailableError("the store is closed");
      resolve(verb());
    });
  return {
    description: "memory:",
    clients: createClients(tables, run),
    users: createUsers(tables, run),
    sessions: createSessions(tables, run),
    interactions: createInteractions(tables, run),
    devices: createDevices(tables, run),
    grants: createGrants(tables, run),
    consents: createConsents(tables, run),
    revocations: createRevocations(tables, run),
    resources: createResources(tables, run),
    keys: createKeys(tables, run),
    apiKeys: createApiKeys(tables, run),
    keyedCalls: createKeyedCalls(tables, run),
    onceOnly: createOnceOnly(tables, run),
    invitations: createInvitations(tables, run),
    incidents: createIncidents(tables, run),
    audit: createAudit(tables, run),
    statistics: createStatistics(tables, run),
    logos: createLogos(tables, run),
    system: createSystem(tables, run),
    nextId(now) {
      last = nextPosition(last, rowIdSecond(now));
      return rowIdOf({ ...last, slot: 0 });
    },
    clean: (now) => run(() => clean(tables, now)),
    close() {
      closed = true;
      return Promise.resolve();
    },
  };
}

function clean(tables: Tables, now: EpochSeconds): number {
  return (
    deleteWhere(tables.interactions, (interaction) => isExpired(interaction.expiresAt, now)) +
    deleteWhere(tables.sessions, (session) => isExpired(session.idleExpiresAt, now)) +
    deleteWhere(tables.devices, (request) => isExpired(after(request.expiresAt, deviceMemorySeconds), now)) +
    deleteWhere(tables.codes, (code) => isExpired(after(code.expiresAt, replayMemorySeconds), now)) +
    deleteWhere(tables.consents, (consent) => isExpired(consent.expiresAt, now)) +
    deleteWhere(tables.invitations, (expiresAt) => isExpired(expiresAt, now)) +
    deleteExpired(tables.apiKeys, now) +
    deleteWhere(tables.keyedCalls, (call) => isExpired(call.expiresAt, now)) +
    deleteWhere(tables.onceOnly, (expiresAt) => isExpired(expiresAt, now)) +
    deleteWhere(tables.incidents, (incident) => isExpired(incident.expiresAt, now)) +
    deleteWhere(tables.logos, (logo) => isExpired(logo.expiresAt, now)) +
    deleteWhere(tables.revocations.rows, (revocation) => isExpired(revocation.expiresAt, now)) +
    deleteWhere(tables.grants, (grant) => isExpired(grant.expiresAt, now))
  );
}
