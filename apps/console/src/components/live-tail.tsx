import { useSubscription } from "@trpc/tanstack-react-query";
import { type ReactElement, useState } from "react";
import { rpc } from "../rpc.ts";
import { type AuditFilter, isShown } from "../rules/audit-filter.ts";
import { addRow } from "../rules/live-rows.ts";
import { Badge, type Tone } from "../ui/badge.tsx";
import { EmptyState, Table } from "../ui/table.tsx";
import type { AuditRow } from "./audit-subject.tsx";
import { auditColumns } from "./audit-table.tsx";

const states: Readonly<Record<string, { label: string; tone: Tone }>> = {
  pending: { label: "Live", tone: "good" },
  connecting: { label: "Connecting", tone: "warn" },
  error: { label: "Not connected", tone: "bad" },
};

/** New events as they are recorded. After a lost connection no event is missed or shown twice. */
export function LiveTail({ filter }: { filter: AuditFilter }): ReactElement {
  const [rows, setRows] = useState<readonly AuditRow[]>([]);
  const { status } = useSubscription(
    rpc.audit.tail.subscriptionOptions(undefined, { onData: ({ data }) => setRows((known) => addRow(known, data)) }),
  );
  const { label, tone } = states[status] ?? { label: status, tone: "plain" };
  const shown = rows.filter((row) => isShown(row, filter));
  return (
    <div className="grid gap-3" aria-live="polite">
      <p>
        <Badge tone={tone}>{label}</Badge>
      </p>
      {shown.length === 0 ? (
        <EmptyState>Waiting for new events</EmptyState>
      ) : (
        <Table label="Live events" rows={shown} keyOf={({ sequence }) => String(sequence)} columns={auditColumns} />
      )}
    </div>
  );
}
