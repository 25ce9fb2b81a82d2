import { frozenCopy } from "../shared/frozen.ts";
import type { Incidents, Invitations, Keys, OnceOnly, Resources, System } from "../../ports/store.ts";
import { isExpired } from "../../time.ts";
import { noteEnd, type Run, type Tables } from "./tables.ts";

export function createResources(tables: Tables, run: Run): Resources {
  return {
    insert: (resource) =>
      run(() => {
        if (tables.resources.has(resource.canonical)) return "exists";
        tables.resources.set(resource.canonical, frozenCopy(resource));
        return "inserted";
      }),
    // Sorting keeps the order of insertion within one second.
    list: () => run(() => [...tables.resources.values()].sort((a, b) => a.createdAt - b.createdAt)),
    update: (resource) =>
      run(() => {
        const known = tables.resources.get(resource.canonical);
        if (known?.version !== resource.version) return known === undefined ? "gone" : "conflict";
        tables.resources.set(resource.canonical, frozenCopy({ ...resource, version: known.version + 1 }));
        return "updated";
      }),
    delete: (canonical) => run(() => (tables.resources.delete(canonical) ? "deleted" : "gone")),
  };
}

export function createKeys(tables: Tables, run: Run): Keys {
  return {
    insert: (key, unlessMadeSince) =>
      run(() => {
        const rivals = [...tables.keys.values()].filter(
          (other) => other.kid === key.kid || (other.alg === key.alg && other.createdAt >= unlessMadeSince),
        );
        if (rivals.length > 0) return "exists";
        tables.keys.set(key.kid, frozenCopy(key));
        return "inserted";
      }),
    list: () => run(() => [...tables.keys.values()].sort((a, b) => a.createdAt - b.createdAt)),
    setRetiresAt: (kid, retiresAt) =>
      run(() => {
        const key = tables.keys.get(kid);
        if (key === undefined) return "gone";
        tables.keys.set(kid, frozenCopy({ ...key, retiresAt }));
        return "set";
      }),
    delete: (kid) => run(() => (tables.keys.delete(kid) ? "deleted" : "gone")),
  };
}

export function createOnceOnly(tables: Tables, run: Run): OnceOnly {
  return {
    use: (hash, expiresAt) =>
      run(() => {
        if (tables.onceOnly.has(hash)) return "used";
        tables.onceOnly.set(hash, expiresAt);
        return "first";
      }),
  };
}

export function createIncidents(tables: Tables, run: Run): Incidents {
  const { incidents } = tables;
  return {
    insert: (incident, keep) =>
      run(() => {
        if (incidents.has(incident.id)) return;
        incidents.set(incident.id, frozenCopy(incident));
        for (const id of incidents.keys()) if (incidents.size > keep) incidents.delete(id);
      }),
    get: (id, now) =>
      run(() => {
        const incident = incidents.get(id);
        return incident === undefined || isExpired(incident.expiresAt, now) ? undefined : incident;
      }),
  };
}

export function createInvitations(tables: Tables, run: Run): Invitations {
  return {
    insert: (hash, expiresAt) => run(() => void tables.invitations.set(hash, expiresAt)),
    take: (hash, now) =>
      run(() => {
        const expiresAt = tables.invitations.get(hash);
        if (expiresAt === undefined || isExpired(expiresAt, now)) return "gone";
        tables.invitations.delete(hash);
        return "taken";
      }),
  };
}

export function createSystem(tables: Tables, run: Run): System {
  return {
    claimIssuer: (issuer) => run(() => (tables.system ??= Object.freeze({ issuer, epoch: 0 }))),
    get: () => run(() => tables.system),
    bumpEpoch: (now) =>
      run(() => {
        noteEnd(tables, {}, now);
        const { system } = tables;
        if (system !== undefined) tables.system = Object.freeze({ ...system, epoch: system.epoch + 1 });
      }),
    counts: () =>
      run(() => ({
        clients: tables.clients.all().length,
        pendingClients: tables.clients.all().filter(({ status }) => status === "pending").length,
        users: tables.users.all().length,
        grants: tables.grants.size,
        consents: tables.consents.size,
        resources: tables.resources.size,
        auditEvents: tables.audit.rows.length,
      })),
    storage: () => run(() => ({ engine: "memory" })),
  };
}
