import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactElement, ReactNode } from "react";
import { rpc } from "../rpc.ts";
import { FailureNotice, Notice } from "../ui/notice.tsx";
import { Card, Facts, Page } from "../ui/page.tsx";
import { Spinner } from "../ui/spinner.tsx";
import { Instant, Time } from "../ui/time.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Table } from "../ui/table.tsx";

const refreshEveryMs = 30_000;

/** How the server is, and what wants to be looked at. */
export function OverviewPage(): ReactElement {
  const status = useQuery(rpc.system.status.queryOptions(undefined, { refetchInterval: refreshEveryMs }));
  const pending = useQuery(rpc.clients.list.queryOptions({ status: "pending", limit: 5 }));
  if (status.data === undefined) {
    return (
      <Page title="Overview">
        {status.isError ? <FailureNotice error={status.error} onRetry={() => void status.refetch()} /> : <Spinner />}
      </Page>
    );
  }
  const { issuer, store, now, counts, signingKeys, refreshReplays } = status.data;
  return (
    <Page
      title="Overview"
      about={
        <span className="flex flex-wrap items-center gap-1">
          <code>{issuer}</code> <CopyButton text={issuer} what="issuer" />
        </span>
      }
    >
      <Attention pending={pending.data?.items ?? []} hasResources={counts.resources > 0} />
      <ul className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-5">
        <Count to="/clients" words="Clients" count={counts.clients} />
        <Count to="/users" words="People" count={counts.users} />
        <Count to="/resources" words="Resources" count={counts.resources} />
        <Count words="Consents" count={counts.consents} />
        <Count words="Grants" count={counts.grants} />
      </ul>
      <div className="grid gap-4 lg:grid-cols-2">
        <Card title="Server">
          <Facts
            facts={[
              ["Database", <code key="store">{store}</code>],
              ["Signing keys", signingKeys.map(({ kid, alg }) => `${alg} (${kid})`).join(", ")],
              ["Clock", <Instant key="now" at={now} />],
            ]}
          />
        </Card>
        <Card title="Refresh tokens that came twice">
          {refreshReplays.length === 0 ? (
            <p className="text-soft">None since the server started.</p>
          ) : (
            <Table
              label="Clients that sent replaced refresh tokens"
              rows={refreshReplays}
              keyOf={({ clientId }) => clientId}
              columns={[
                { title: "Client", cell: ({ clientId }) => <ClientLink clientId={clientId} /> },
                { title: "Answered again", cell: ({ replays }) => replays, isRight: true },
                { title: "Grants ended", cell: ({ reuses }) => reuses, isRight: true },
                { title: "Since", cell: ({ since }) => <Time at={since} />, from: "sm" },
              ]}
            />
          )}
        </Card>
      </div>
    </Page>
  );
}

function ClientLink({ clientId }: { clientId: string }): ReactElement {
  return (
    <Link to="/clients/$clientId" params={{ clientId }} className="text-accent underline">
      {clientId}
    </Link>
  );
}

interface AttentionProps {
  pending: readonly { clientId: string; clientName: string }[];
  hasResources: boolean;
}

function Attention({ pending, hasResources }: AttentionProps): ReactElement | null {
  const notes: ReactNode[] = [];
  if (pending.length > 0) {
    notes.push(
      <span key="pending">
        {pending.length === 1 ? "A client waits" : "Clients wait"} for approval:{" "}
        {pending.map(({ clientName }) => clientName).join(", ")}.{" "}
        <Link to="/clients" search={{ status: "pending" }} className="text-accent underline">
          Look at {pending.length === 1 ? "it" : "them"}
        </Link>
      </span>,
    );
  }
  if (!hasResources) {
    notes.push(
      <span key="resources">
        No MCP server is registered yet: tokens are good for the user-info endpoint alone.{" "}
        <Link to="/resources" className="text-accent underline">
          Register one
        </Link>
      </span>,
    );
  }
  if (notes.length === 0) return null;
  return (
    <section aria-label="Needs attention" className="grid gap-2">
      {notes.map((note, index) => (
        <Notice key={index} tone="warn">
          {note}
        </Notice>
      ))}
    </section>
  );
}

function Count({
  words,
  count,
  to,
}: {
  words: string;
  count: number;
  to?: "/clients" | "/users" | "/resources";
}): ReactElement {
  const inside = (
    <>
      <span className="block text-sm text-soft">{words}</span>
      <span className="block text-2xl font-bold tabular-nums">{count.toLocaleString()}</span>
    </>
  );
  const look = "block rounded-xl border border-line bg-card px-4 py-3 shadow-sm";
  return (
    <li>
      {to === undefined ? (
        <div className={look}>{inside}</div>
      ) : (
        <Link to={to} className={`${look} hover:border-accent`}>
          {inside}
        </Link>
      )}
    </li>
  );
}
