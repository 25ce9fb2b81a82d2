import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { rpc } from "../rpc.ts";
import { type AuditFilter, toAuditQuery } from "../rules/audit-filter.ts";
import { auditLabelOf } from "../rules/audit-labels.ts";
import { factPairs } from "../rules/fact-pairs.ts";
import { Badge } from "../ui/badge.tsx";
import { type Column, ListTable } from "../ui/table.tsx";
import { Instant, Time } from "../ui/time.tsx";
import { Actor, type AuditRow, Subject } from "./audit-subject.tsx";

/** Members that the audit log can be filtered by, and their labels. */
const links = [
  ["clientId", "client"],
  ["userId", "user"],
  ["actorId", "by"],
  ["resource", "resource"],
  ["flowId", "flow"],
  ["requestId", "request"],
] as const;

export const auditColumns: readonly Column<AuditRow>[] = [
  { title: "Time", cell: ({ at }) => <Time at={at} /> },
  {
    title: "Event",
    cell: (row) => (
      <>
        <EventDetails row={row} />
        <HiddenColumns row={row} />
      </>
    ),
  },
  { title: "Subject", cell: (row) => <Subject row={row} />, from: "md", isWide: true },
  { title: "Actor", cell: (row) => <Actor row={row} />, from: "xl", isWide: true },
  { title: "IP address", cell: ({ address }) => <code className="whitespace-nowrap">{address}</code>, from: "xl" },
];

/** Events of the audit log, newest first. */
export function AuditList({ filter, empty }: { filter: AuditFilter; empty: string }): ReactElement {
  const list = useInfiniteQuery(
    rpc.audit.list.infiniteQueryOptions(toAuditQuery(filter), { getNextPageParam: ({ nextCursor }) => nextCursor }),
  );
  return (
    <ListTable
      label="Audit log"
      list={list}
      keyOf={({ sequence }) => String(sequence)}
      columns={auditColumns}
      empty={empty}
    />
  );
}

/** The content of the columns that a narrow window hides. */
function HiddenColumns({ row }: { row: AuditRow }): ReactElement {
  return (
    <div className="mt-0.5 grid gap-x-4 text-sm xl:hidden">
      <span className="md:hidden">
        <Subject row={row} />
      </span>
      {row.actorKind !== undefined && (
        <span>
          <span className="text-soft">by</span> <Actor row={row} />
        </span>
      )}
    </div>
  );
}

function EventDetails({ row }: { row: AuditRow }): ReactElement {
  const { label, tone = "plain" } = auditLabelOf(row.type);
  return (
    <details>
      <summary className="cursor-pointer">
        <span className="mr-2">{label}</span>
        <Badge tone={tone}>{row.type}</Badge>
        {row.reason !== undefined && <code className="ml-2 text-soft">{row.reason}</code>}
      </summary>
      <dl className="mt-2 grid gap-1 border-l-2 border-line pl-3 text-sm">
        <Line name="time">
          <Instant at={row.at} />
        </Line>
        <Line name="sequence">{row.sequence}</Line>
        {links.map(([member, name]) => {
          const value = row[member];
          return value === undefined ? null : (
            <Line key={member} name={name}>
              <Link to="/audit" search={{ [member]: value }} className="text-accent underline">
                <code>{value}</code>
              </Link>
            </Line>
          );
        })}
        {row.grantId !== undefined && <Line name="grant">{row.grantId}</Line>}
        {row.address !== undefined && <Line name="IP address">{row.address}</Line>}
        {factPairs(row.details).map(([name, text]) => (
          <Line key={name} name={name}>
            {text}
          </Line>
        ))}
      </dl>
    </details>
  );
}

function Line({ name, children }: { name: string; children: React.ReactNode }): ReactElement {
  return (
    <div className="flex flex-wrap gap-x-3">
      <dt className="min-w-16 text-soft">{name}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}
