import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { inferOutput } from "@trpc/tanstack-react-query";
import type { ReactElement } from "react";
import { Attention } from "../components/attention.tsx";
import { RecentActivity } from "../components/recent-activity.tsx";
import { ServerCard } from "../components/server-card.tsx";
import { Traffic } from "../components/traffic.tsx";
import { rpc } from "../rpc.ts";
import { QueryResult } from "../ui/query-result.tsx";
import { Page } from "../ui/page.tsx";
import { Time } from "../ui/time.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Table } from "../ui/table.tsx";

const refreshEveryMs = 30_000;

/** The state of the server, and what needs attention. */
export function OverviewPage(): ReactElement {
  const status = useQuery(rpc.system.status.queryOptions(undefined, { refetchInterval: refreshEveryMs }));
  return (
    <Page title="Overview" about={status.data && <Issuer issuer={status.data.issuer} />}>
      <Attention status={status.data} />
      <QueryResult query={status}>{({ counts }) => <Counts counts={counts} />}</QueryResult>
      <Traffic />
      <div className="grid gap-4 lg:grid-cols-2">
        <RecentActivity />
        {status.data !== undefined && <ServerCard status={status.data} />}
      </div>
      <RefreshTokenReuse counts={status.data?.refreshReplays ?? []} />
    </Page>
  );
}

type Status = inferOutput<typeof rpc.system.status>;

function Issuer({ issuer }: { issuer: string }): ReactElement {
  return (
    <span className="flex flex-wrap items-center gap-1">
      <code>{issuer}</code> <CopyButton text={issuer} what="issuer" />
    </span>
  );
}

function Counts({ counts }: { counts: Status["counts"] }): ReactElement {
  return (
    <ul className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-5">
      <Count to="/clients" label="Clients" count={counts.clients} />
      <Count to="/users" label="Users" count={counts.users} />
      <Count to="/resources" label="Resources" count={counts.resources} />
      <Count to="/consents" label="Consents" count={counts.consents} />
      <Count to="/grants" label="Grants" count={counts.grants} />
    </ul>
  );
}

/** Null if no client sent a refresh token twice. */
function RefreshTokenReuse({ counts }: { counts: Status["refreshReplays"] }): ReactElement | null {
  if (counts.length === 0) return null;
  return (
    <section className="grid gap-2">
      <h2 className="font-bold">Refresh token reuse</h2>
      <Table
        label="Refresh token reuse by client"
        rows={counts}
        keyOf={({ clientId }) => clientId}
        columns={[
          { title: "Client", cell: ({ clientId }) => <ClientLink clientId={clientId} /> },
          { title: "Retried", cell: ({ replays }) => replays, isRight: true },
          { title: "Revoked", cell: ({ reuses }) => reuses, isRight: true },
          { title: "Since", cell: ({ since }) => <Time at={since} />, from: "sm" },
        ]}
      />
    </section>
  );
}

function ClientLink({ clientId }: { clientId: string }): ReactElement {
  return (
    <Link to="/clients/$clientId" params={{ clientId }} className="text-accent underline">
      {clientId}
    </Link>
  );
}

interface CountProps {
  label: string;
  count: number;
  to: "/clients" | "/users" | "/resources" | "/consents" | "/grants";
}

function Count({ label, count, to }: CountProps): ReactElement {
  return (
    <li>
      <Link to={to} className="block rounded-xl border border-line bg-card px-4 py-3 shadow-sm hover:border-accent">
        <span className="block text-sm text-soft">{label}</span>
        <span className="block text-2xl font-bold tabular-nums">{count.toLocaleString()}</span>
      </Link>
    </li>
  );
}
