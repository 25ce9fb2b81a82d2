import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { rpc } from "../rpc.ts";
import { type AuditFilter, toAuditQuery } from "../rules/audit-filter.ts";
import { wordsOf } from "../rules/audit-words.ts";
import { factPairs } from "../rules/fact-pairs.ts";
import { Badge } from "../ui/badge.tsx";
import { type Column, ListTable } from "../ui/table.tsx";
import { Instant, Time } from "../ui/time.tsx";
import { Actor, type AuditRow, Subject } from "./audit-people.tsx";

/** Members by which the trail can be filtered, and what they are called. */
const links = [
  ["clientId", "client"],
  ["userId", "person"],
  ["actorId", "by"],
  ["resource", "resource"],
  ["flowId", "flow"],
  ["requestId", "request"],
] as const;

export const auditColumns: readonly Column<AuditRow>[] = [
  { title: "When", cell: ({ at }) => <Time at={at} /> },
  {
    title: "What",
    cell: (row) => (
      <>
        <What row={row} />
        <Narrow row={row} />
      </>
    ),
  },
  { title: "Who / what", cell: (row) => <Subject row={row} />, from: "md", isWide: true },
  { title: "By", cell: (row) => <Actor row={row} />, from: "xl", isWide: true },
  { title: "From", cell: ({ address }) => <code className="whitespace-nowrap">{address}</code>, from: "xl" },
];

/** What happened, newest first. */
export function AuditList({ filter, empty }: { filter: AuditFilter; empty: string }): ReactElement {
  const list = useInfiniteQuery(
    rpc.audit.list.infiniteQueryOptions(toAuditQuery(filter), { getNextPageParam: ({ nextCursor }) => nextCursor }),
  );
  return (
    <ListTable
      label="What happened"
      list={list}
      keyOf={({ sequence }) => String(sequence)}
      columns={auditColumns}
      empty={empty}
    />
  );
}

/** What other columns say where there is room for them. */
function Narrow({ row }: { row: AuditRow }): ReactElement {
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

function What({ row }: { row: AuditRow }): ReactElement {
  const { words, tone = "plain" } = wordsOf(row.type);
  return (
    <details>
      <summary className="cursor-pointer">
        <span className="mr-2">{words}</span>
        <Badge tone={tone}>{row.type}</Badge>
        {row.reason !== undefined && <code className="ml-2 text-soft">{row.reason}</code>}
      </summary>
      <dl className="mt-2 grid gap-1 border-l-2 border-line pl-3 text-sm">
        <Line name="when">
          <Instant at={row.at} />
        </Line>
        <Line name="row">{row.sequence}</Line>
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
        {row.address !== undefined && <Line name="from">{row.address}</Line>}
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
