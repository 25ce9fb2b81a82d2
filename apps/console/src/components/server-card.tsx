import { Link } from "@tanstack/react-router";
import type { inferOutput } from "@trpc/tanstack-react-query";
import type { ReactElement } from "react";
import type { rpc } from "../rpc.ts";
import { formatBytes } from "../rules/bytes.ts";
import { Card, Facts } from "../ui/page.tsx";
import { Instant, Time } from "../ui/time.tsx";

type Status = inferOutput<typeof rpc.system.status>;

/** The running process and its database. */
export function ServerCard({ status }: { status: Status }): ReactElement {
  const { versions, startedAt, now, store, storeBytes, nextKeyRotationAt, counts, waitingAuditEvents } = status;
  return (
    <Card
      title="Server"
      actions={
        <Link to="/settings" className="text-accent underline">
          Settings
        </Link>
      }
    >
      <Facts
        facts={[
          ["Version", `Sallyport ${versions.sallyport}, Node ${versions.node}, ${versions.store}`],
          ["Started", <Time key="started" at={startedAt} />],
          ["Clock", <Instant key="now" at={now} />],
          [
            "Database",
            <span key="store">
              <code>{store}</code> {storeBytes !== undefined && `(${formatBytes(storeBytes)})`}
            </span>,
          ],
          ["Signing keys", <Keys key="keys" signingKeys={status.signingKeys} />],
          ["Next key rotation", nextKeyRotationAt && <Time key="next" at={nextKeyRotationAt} />],
          ["Audit log", `${counts.auditEvents.toLocaleString()} events, ${waitingAuditEvents} not yet stored`],
        ]}
      />
    </Card>
  );
}

function Keys({ signingKeys }: Pick<Status, "signingKeys">): ReactElement {
  return (
    <ul>
      {signingKeys.map(({ kid, alg, state, createdAt }) => (
        <li key={kid}>
          {alg} <span className="text-soft">{state}, created</span> <Time at={createdAt} />
        </li>
      ))}
    </ul>
  );
}
