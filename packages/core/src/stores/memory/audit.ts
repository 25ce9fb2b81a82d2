import { epochSeconds } from "../../time.ts";
import { frozenCopy } from "../shared/frozen.ts";
import { auditLimit, sequenceBelow } from "../shared/audit-page.ts";
import type { Audit, AuditFilter, AuditMark, AuditRow } from "../../ports/store.ts";
import type { Run, Tables } from "./tables.ts";

const prunedAtOnce = 50;

export function createAudit({ audit }: Tables, run: Run): Audit {
  const head = (): AuditMark | undefined => audit.rows.at(-1) ?? audit.anchor;

  return {
    append: (entries, link) =>
      run(() => {
        let { sequence, hash } = head() ?? { sequence: 0, hash: "" };
        let at = audit.rows.at(-1)?.at ?? epochSeconds(0);
        for (const entry of entries) {
          sequence += 1;
          if (entry.at > at) ({ at } = entry);
          const row = { ...entry, at, sequence };
          hash = link(hash, row);
          audit.rows.push(frozenCopy({ ...row, hash }));
        }
        return sequence;
      }),
    list: (wanted) =>
      run(() => {
        const limit = auditLimit(wanted);
        const below = sequenceBelow(wanted);
        const found = audit.rows.filter((row) => row.sequence < below && matches(row, wanted)).toReversed();
        const items = found.slice(0, limit);
        const last = items.at(-1);
        return found.length > limit && last !== undefined ? { items, next: String(last.sequence) } : { items };
      }),
    listAfter: (sequence, limit) => run(() => audit.rows.filter((row) => row.sequence > sequence).slice(0, limit)),
    head: () =>
      run(() => {
        const last = head();
        return last === undefined ? undefined : { sequence: last.sequence, hash: last.hash };
      }),
    anchor: () => run(() => audit.anchor),
    prune: (before, seal) =>
      run(() => {
        const kept = audit.rows.findIndex((row) => row.at >= before);
        const old = audit.rows.splice(0, Math.min(kept === -1 ? audit.rows.length : kept, prunedAtOnce));
        const last = old.at(-1);
        if (last === undefined) return 0;
        const mark = { sequence: last.sequence, hash: last.hash };
        audit.anchor = Object.freeze({ ...mark, seal: seal(mark) });
        return old.length;
      }),
  };
}

const names = ["type", "actorId", "userId", "clientId", "resource", "flowId", "requestId"] as const;

function matches(row: AuditRow, filter: AuditFilter): boolean {
  const { from, until } = filter;
  if ((from !== undefined && row.at < from) || (until !== undefined && row.at >= until)) return false;
  return names.every((name) => filter[name] === undefined || filter[name] === row[name]);
}
