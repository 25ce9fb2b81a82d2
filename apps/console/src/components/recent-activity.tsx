import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { rpc } from "../rpc.ts";
import { auditLabelOf } from "../rules/audit-labels.ts";
import { QueryResult } from "../ui/query-result.tsx";
import { Card } from "../ui/page.tsx";
import { Time } from "../ui/time.tsx";
import { type AuditRow, Subject } from "./audit-subject.tsx";

const shown = 8;

/** The newest events of the audit log. */
export function RecentActivity(): ReactElement {
  const rows = useQuery(rpc.audit.list.queryOptions({ limit: shown }));
  return (
    <Card
      title="Recent events"
      actions={
        <Link to="/audit" className="text-accent underline">
          Audit log
        </Link>
      }
    >
      <QueryResult query={rows}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="text-soft">No events yet</p>
          ) : (
            <ul className="grid gap-1.5">
              {items.map((row) => (
                <li key={row.sequence} className="flex justify-between gap-x-3">
                  <span className="min-w-0 [overflow-wrap:anywhere]">
                    <Link to="/audit" search={linkOf(row)} className="hover:underline">
                      {auditLabelOf(row.type).label}
                    </Link>
                    <span className="block text-sm">
                      <Subject row={row} />
                    </span>
                  </span>
                  <span className="text-soft whitespace-nowrap">
                    <Time at={row.at} />
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </QueryResult>
    </Card>
  );
}

/** The filter for other events of the same client or user. */
function linkOf({ type, clientId, userId }: AuditRow): { clientId: string } | { userId: string } | { type: string } {
  if (clientId !== undefined) return { clientId };
  return userId === undefined ? { type } : { userId };
}
