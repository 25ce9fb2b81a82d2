import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { inferOutput } from "@trpc/tanstack-react-query";
import type { ReactElement } from "react";
import { Attention } from "../parts/attention.tsx";
import { RecentActivity } from "../parts/recent-activity.tsx";
import { ServerCard } from "../parts/server-card.tsx";
import { Traffic } from "../parts/traffic.tsx";
import { rpc } from "../rpc.ts";
import { Awaited } from "../ui/awaited.tsx";
import { Page } from "../ui/page.tsx";
import { Time } from "../ui/time.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Table } from "../ui/table.tsx";

const refreshEveryMs = 30_000;

/** How the server is, and what wants to be looked at. */
export function OverviewPage(): ReactElement {
  const status = useQuery(rpc.system.status.queryOptions(undefined, { refetchInterval: refreshEveryMs }));
  return (
    <Page title="Overview" about={status.data && <Issuer issuer={status.data.issuer} />}>
      <Attention status={status.data} />
      <Awaited query={status}>{({ counts }) => <Counts counts={counts} />}</Awaited>
      <Traffic />
      <div className="grid gap-4 lg:grid-cols-2">
        <RecentActivity />
        {status.data !== undefined && <ServerCard status={status.data} />}
      </div>
      <Replays counts={status.data?.refreshReplays ?? []} />
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
      <Count to="/clients" words="Clients" count={counts.clients} />
      <Count to="/users" words="People" count={counts.users} />
      <Count to="/resources" words="Resources" count={counts.resources} />
      <Count to="/consents" words="Consents" count={counts.consents} />
      <Count to="/grants" words="Grants" count={counts.grants} />
    </ul>
  );
}

/** Nothing where there is nothing to see. */
function Replays({ counts }: { counts: Status["refreshReplays"] }): ReactElement | null {
  if (counts.length === 0) return null;
  return (
    <section className="grid gap-2">
      <h2 className="font-bold">Refresh tokens that came twice</h2>
      <Table
        label="Clients that sent replaced refresh tokens"
        rows={counts}
        keyOf={({ clientId }) => clientId}
        columns={[
          { title: "Client", cell: ({ clientId }) => <ClientLink clientId={clientId} /> },
          { title: "Answered again", cell: ({ replays }) => replays, isRight: true },
          { title: "Grants ended", cell: ({ reuses }) => reuses, isRight: true },
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
  words: string;
  count: number;
  to: "/clients" | "/users" | "/resources" | "/consents" | "/grants";
}

function Count({ words, count, to }: CountProps): ReactElement {
  return (
    <li>
      <Link to={to} className="block rounded-xl border border-line bg-card px-4 py-3 shadow-sm hover:border-accent">
        <span className="block text-sm text-soft">{words}</span>
        <span className="block text-2xl font-bold tabular-nums">{count.toLocaleString()}</span>
      </Link>
    </li>
  );
}
