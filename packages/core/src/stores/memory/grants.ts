import { frozenCopy } from "../shared/frozen.ts";
import type {
  Code,
  Consent,
  Consents,
  Grant,
  Grants,
  Interaction,
  Interactions,
  RevocationReason,
  Rotation,
  RowId,
} from "../../ports/store.ts";
import { type EpochSeconds, isExpired } from "../../time.ts";
import { rowIdList } from "../shared/lists.ts";
import { byRowId, listPage } from "./list-page.ts";
import { deleteWhere, noteEnd, revokeGrant, type Run, type Tables } from "./tables.ts";

export function createInteractions(tables: Tables, run: Run): Interactions {
  const bound = (id: string, boundTo: string): Interaction | undefined => {
    const interaction = tables.interactions.get(id);
    return interaction?.boundTo === boundTo ? interaction : undefined;
  };
  return {
    insert: (interaction) =>
      run(() => {
        if (tables.interactions.has(interaction.id)) throw new Error("an interaction with this id exists");
        tables.interactions.set(interaction.id, frozenCopy(interaction));
      }),
    get: (id, now) =>
      run(() => {
        const interaction = tables.interactions.get(id);
        return interaction === undefined || isExpired(interaction.expiresAt, now) ? undefined : interaction;
      }),
    noteSignIn: (id, boundTo, signedInAt) =>
      run(() => {
        const interaction = bound(id, boundTo);
        if (interaction === undefined) return "gone";
        tables.interactions.set(id, frozenCopy({ ...interaction, signedInAt }));
        return "noted";
      }),
    approve: (id, boundTo, { consent, code }) =>
      run(() => {
        const interaction = bound(id, boundTo);
        if (interaction === undefined) return "gone";
        const { device } = interaction.request;
        if (device !== undefined && !tables.devices.delete(device.id)) {
          tables.interactions.delete(id);
          return "gone";
        }
        insertCode(tables, code);
        tables.interactions.delete(id);
        tables.consents.delete(consentKey(consent));
        tables.consents.set(consentKey(consent), frozenCopy(consent));
        return "approved";
      }),
    discard: (id, boundTo, now) =>
      run(() => {
        const interaction = bound(id, boundTo);
        if (interaction === undefined) return "gone";
        tables.interactions.delete(id);
        const { device } = interaction.request;
        const asked = device && tables.devices.get(device.id);
        if (asked !== undefined) tables.devices.set(asked.id, frozenCopy({ ...asked, deniedAt: now }));
        return "discarded";
      }),
  };
}

export function createConsents(tables: Tables, run: Run): Consents {
  return {
    get: (key) => run(() => tables.consents.get(consentKey(key))),
    listByUser: (userId) => run(() => [...tables.consents.values()].filter((consent) => consent.userId === userId)),
    list: ({ userId, clientId, ...wanted }) =>
      run(() => {
        // In the order of insertion, which an approval renews.
        const entries = [...tables.consents.values()].map((row, index) => ({ row, number: index + 1 }));
        const isWanted = ({ row }: { row: Consent }): boolean =>
          (userId ?? row.userId) === row.userId && (clientId ?? row.clientId) === row.clientId;
        const byNumber = entries
          .filter(isWanted)
          .map(({ row, number }) => ({ row: { consent: row, id: number }, number }));
        const { items, ...rest } = listPage(rowIdList, byNumber, wanted);
        return { ...rest, items: items.map(({ consent }) => consent) };
      }),
    insert: (consent) =>
      run(() => {
        if (tables.consents.has(consentKey(consent))) return "exists";
        tables.consents.set(consentKey(consent), frozenCopy(consent));
        return "inserted";
      }),
    revoke: (userId, clientId, now) =>
      run(() => {
        const isOfBoth = (row: { userId: string; clientId: string }): boolean =>
          row.userId === userId && row.clientId === clientId;
        const live = [...tables.grants.values()].filter((grant) => isOfBoth(grant) && grant.revokedAt === undefined);
        for (const grant of live) revokeGrant(tables, grant.id, { reason: "consent_revoked", now });
        if (live.length > 0) noteEnd(tables, { userId, clientId }, now);
        const removed =
          deleteWhere(tables.consents, isOfBoth) +
          deleteWhere(tables.codes, (code) => isOfBoth(code) && code.redeemedBy === undefined);
        return removed + live.length > 0 ? "revoked" : "gone";
      }),
  };
}

export function createGrants(tables: Tables, run: Run): Grants {
  return {
    insertCode: (code) => run(() => insertCode(tables, code)),
    getCode: (id) => run(() => tables.codes.get(id)),
    redeem: (codeId, grant, onReplay = "revoke") => run(() => redeem(tables, { codeId, grant, onReplay })),
    get: (id) => run(() => tables.grants.get(id)),
    rotate: (rotation) => run(() => rotate(tables, rotation)),
    revoke: (id, why) => run(() => (endGrant(tables, id, why) ? "revoked" : "gone")),
    list: (wanted, now) =>
      run(() => {
        const { userId, clientId, resource, isAlive, ...page } = wanted;
        const rows = [...tables.grants.values()].filter(
          (grant) =>
            (userId ?? grant.userId) === grant.userId &&
            (clientId ?? grant.clientId) === grant.clientId &&
            (resource === undefined || grant.resources.includes(resource)) &&
            (isAlive === undefined || isAlive === isGrantAlive(tables, grant, now)),
        );
        return listPage(rowIdList, byRowId(rows), page);
      }),
    listByUser: (userId, now) =>
      run(() =>
        [...tables.grants.values()]
          .filter(
            (grant) => grant.userId === userId && grant.revokedAt === undefined && !isExpired(grant.expiresAt, now),
          )
          .sort((a, b) => b.id - a.id),
      ),
  };
}

/** Revokes a grant by itself, and notes it. Whether the grant exists. */
function endGrant(tables: Tables, id: RowId, why: { reason: RevocationReason; now: EpochSeconds }): boolean {
  const isLive = tables.grants.get(id)?.revokedAt === undefined;
  if (!revokeGrant(tables, id, why)) return false;
  if (isLive) noteEnd(tables, { grantId: id }, why.now);
  return true;
}

function isGrantAlive({ users, clients, system }: Tables, grant: Grant, now: EpochSeconds): boolean {
  const isOver = grant.revokedAt !== undefined || isExpired(grant.expiresAt, now);
  const isCurrent = (party: { status: string; epoch: number } | undefined, epoch: number): boolean =>
    party?.status === "active" && party.epoch === epoch;
  return (
    !isOver &&
    isCurrent(users.get(grant.userId), grant.userEpoch) &&
    isCurrent(clients.get(grant.clientId), grant.clientEpoch) &&
    (system?.epoch ?? 0) === grant.systemEpoch
  );
}

function insertCode(tables: Tables, code: Code): void {
  if (tables.codes.has(code.id)) throw new Error("a code with this id exists");
  tables.codes.set(code.id, frozenCopy(code));
}

function redeem(
  tables: Tables,
  { codeId, grant, onReplay }: { codeId: RowId; grant: Grant; onReplay: "revoke" | "spare" },
): "redeemed" | "replayed" | "gone" {
  const code = tables.codes.get(codeId);
  if (code === undefined) return "gone";
  if (code.redeemedBy !== undefined) {
    if (onReplay === "revoke") endGrant(tables, code.redeemedBy, { reason: "code_replayed", now: grant.createdAt });
    return "replayed";
  }
  if (tables.grants.has(grant.id)) throw new Error("a grant with this id exists");
  tables.codes.set(codeId, frozenCopy({ ...code, redeemedBy: grant.id }));
  tables.grants.set(grant.id, frozenCopy(grant));
  return "redeemed";
}

function rotate(tables: Tables, rotation: Rotation): "rotated" | "stale" {
  const { grantId, presentedHash, nextHash, salt, rotatedAt, idleExpiresAt, ...from } = rotation;
  const grant = tables.grants.get(grantId);
  if (grant?.refresh === undefined || grant.revokedAt !== undefined) return "stale";
  if (grant.refresh.currentHash !== presentedHash) return "stale";
  const refresh = {
    familyHash: grant.refresh.familyHash,
    currentHash: nextHash,
    previousHash: presentedHash,
    salt,
    rotatedAt,
    idleExpiresAt,
  };
  tables.grants.set(grantId, frozenCopy({ ...grant, ...from, refresh, lastUsedAt: rotatedAt }));
  return "rotated";
}

function consentKey(key: Pick<Consent, "userId" | "clientId" | "resources">): string {
  return JSON.stringify([key.userId, key.clientId, key.resources]);
}
