import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { rpc } from "../rpc.ts";
import { wordsOf } from "../rules/audit-words.ts";
import { Awaited } from "../ui/awaited.tsx";
import { Card } from "../ui/page.tsx";
import { Time } from "../ui/time.tsx";
import { type AuditRow, Subject } from "./audit-people.tsx";

const shown = 8;

/** The last things that were written down. */
export function RecentActivity(): ReactElement {
  const rows = useQuery(rpc.audit.list.queryOptions({ limit: shown }));
  return (
    <Card
      title="Lately"
      actions={
        <Link to="/audit" className="text-accent underline">
          The whole trail
        </Link>
      }
    >
      <Awaited query={rows}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="text-soft">Nothing has happened yet.</p>
          ) : (
            <ul className="grid gap-1.5">
              {items.map((row) => (
                <li key={row.sequence} className="flex justify-between gap-x-3">
                  <span className="min-w-0 [overflow-wrap:anywhere]">
                    <Link to="/audit" search={linkOf(row)} className="hover:underline">
                      {wordsOf(row.type).words}
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
      </Awaited>
    </Card>
  );
}

/** To what else happened to the same client, or the same person. */
function linkOf({ type, clientId, userId }: AuditRow): { clientId: string } | { userId: string } | { type: string } {
  if (clientId !== undefined) return { clientId };
  return userId === undefined ? { type } : { userId };
}
