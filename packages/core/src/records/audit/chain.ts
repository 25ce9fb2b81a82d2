import { deriveKey, mac, type Secret } from "../../secret.ts";
import type { AuditLink, AuditMark, AuditRow, Store, UnlinkedAuditRow } from "../../ports/store.ts";

/** What only the holder of the master key can make. */
export interface AuditSeals {
  link: AuditLink;
  /** Vouches for the row at which a pruned chain begins. */
  seal(mark: AuditMark): string;
}

/**
 * The chain is keyed: whoever can write the database, and has not the master key, can neither change, insert,
 * move nor remove a row unseen. A plain hash would let them make the whole chain anew.
 */
export function createAuditSeals(masterKey: Secret): AuditSeals {
  const key = deriveKey(masterKey, "audit-chain");
  return {
    // A hash has no line break, so that no two pairs of hash and row are one text; nor is any the text of a seal.
    link: (previousHash, row) => mac(key, `${previousHash}\n${textOf(row)}`),
    seal: ({ sequence, hash }) => mac(key, `begin ${sequence} ${hash}`),
  };
}

/** Every member in a fixed order; an absent one is null. */
function textOf(row: UnlinkedAuditRow): string {
  return JSON.stringify([
    row.sequence,
    row.at,
    row.type,
    row.actorKind,
    row.actorId,
    row.userId,
    row.clientId,
    row.resource,
    row.grantId,
    row.reason,
    row.flowId,
    row.requestId,
    row.address,
    row.details,
  ]);
}

/** How a check of the chain ended. */
export type ChainVerdict =
  | { ok: true; rows: number; head: AuditMark | undefined }
  | { ok: false; sequence: number; why: "changed" | "missing" | "false_beginning" | "head_missing" };

const rowsAtOnce = 1_000;

/**
 * Follows the chain from its beginning to its end, and says at which row it breaks first. Rows that were cut
 * off at the end leave no trace in the chain itself: `known`, an end that somebody noted elsewhere, must
 * still be in it.
 */
export async function verifyChain(audit: Store["audit"], seals: AuditSeals, known?: AuditMark): Promise<ChainVerdict> {
  const anchor = await audit.anchor();
  if (anchor !== undefined && anchor.seal !== seals.seal(anchor)) {
    return { ok: false, sequence: anchor.sequence, why: "false_beginning" };
  }
  const watch = watchFor(known, anchor);
  let head: AuditMark = anchor ?? { sequence: 0, hash: "" };
  let rows = 0;
  for await (const row of rowsBehind(audit, head)) {
    const why = faultOf(row, head, seals.link);
    if (why !== undefined) return { ok: false, sequence: head.sequence + 1, why };
    head = { sequence: row.sequence, hash: row.hash };
    rows += 1;
    watch.see(head);
  }
  const missing = watch.missing();
  if (missing !== undefined) return { ok: false, sequence: missing.sequence, why: "head_missing" };
  return { ok: true, rows, head: head.sequence === 0 ? undefined : head };
}

async function* rowsBehind(audit: Store["audit"], mark: AuditMark): AsyncGenerator<AuditRow> {
  for (let last = mark.sequence; ;) {
    const page = await audit.listAfter(last, rowsAtOnce);
    yield* page;
    const end = page.at(-1);
    if (end === undefined) return;
    last = end.sequence;
  }
}

/** What retention removed cannot be compared any more; its last row can. */
function watchFor(known: AuditMark | undefined, anchor: AuditMark | undefined) {
  let wanted = known;
  const see = (mark: AuditMark): void => {
    if (mark.sequence === wanted?.sequence && mark.hash === wanted.hash) wanted = undefined;
  };
  if (anchor !== undefined && anchor.sequence > (wanted?.sequence ?? 0)) wanted = undefined;
  else if (anchor !== undefined) see(anchor);
  return { see, missing: () => wanted };
}

function faultOf(row: AuditRow, before: AuditMark, link: AuditLink): "changed" | "missing" | undefined {
  if (row.sequence !== before.sequence + 1) return "missing";
  return row.hash === link(before.hash, row) ? undefined : "changed";
}
