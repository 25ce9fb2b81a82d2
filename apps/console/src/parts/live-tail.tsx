import { useSubscription } from "@trpc/tanstack-react-query";
import { type ReactElement, useState } from "react";
import { rpc } from "../rpc.ts";
import { type AuditFilter, isShown } from "../rules/audit-filter.ts";
import { addRow } from "../rules/live-rows.ts";
import { Badge, type Tone } from "../ui/badge.tsx";
import { EmptyState, Table } from "../ui/table.tsx";
import type { AuditRow } from "./audit-people.tsx";
import { auditColumns } from "./audit-table.tsx";

const states: Readonly<Record<string, { words: string; tone: Tone }>> = {
  pending: { words: "Live", tone: "good" },
  connecting: { words: "Connecting", tone: "warn" },
  error: { words: "Not connected", tone: "bad" },
};

/** What happens, as it happens: over a lost connection nothing is missed and nothing comes twice. */
export function LiveTail({ filter }: { filter: AuditFilter }): ReactElement {
  const [rows, setRows] = useState<readonly AuditRow[]>([]);
  const { status } = useSubscription(
    rpc.audit.tail.subscriptionOptions(undefined, { onData: ({ data }) => setRows((known) => addRow(known, data)) }),
  );
  const { words, tone } = states[status] ?? { words: status, tone: "plain" };
  const shown = rows.filter((row) => isShown(row, filter));
  return (
    <div className="grid gap-3" aria-live="polite">
      <p>
        <Badge tone={tone}>{words}</Badge>
      </p>
      {shown.length === 0 ? (
        <EmptyState>Nothing like this has happened since you look.</EmptyState>
      ) : (
        <Table
          label="What happens now"
          rows={shown}
          keyOf={({ sequence }) => String(sequence)}
          columns={auditColumns}
        />
      )}
    </div>
  );
}
