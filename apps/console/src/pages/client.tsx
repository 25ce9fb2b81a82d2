import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { inferOutput } from "@trpc/tanstack-react-query";
import type { ReactElement } from "react";
import { AuditList } from "../components/audit-table.tsx";
import { GrantTable } from "../components/grant-table.tsx";
import { ClientActions } from "../components/client-actions.tsx";
import { ClientStatusBadge } from "../components/client-status-badge.tsx";
import { OldSecretNotice } from "../components/old-secret-notice.tsx";
import { rpc } from "../rpc.ts";
import { clientProvenances } from "../rules/client-labels.ts";
import { isCode } from "../rules/failure.ts";
import { formatDuration } from "../rules/time.ts";
import { useMay } from "../session.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import { FailureNotice, Notice } from "../ui/notice.tsx";
import { Card, Facts, Page, Part } from "../ui/page.tsx";
import { Spinner } from "../ui/spinner.tsx";
import { Instant, Time } from "../ui/time.tsx";

const route = getRouteApi("/clients/$clientId");

type Client = inferOutput<typeof rpc.clients.get>;

/** One client: its details, permissions, grants and activity, and the actions on it. */
export function ClientPage(): ReactElement {
  const { clientId } = route.useParams();
  const { data, error, refetch } = useQuery(rpc.clients.get.queryOptions({ clientId }));
  const mayChange = useMay("operator");
  const back = (
    <Link to="/clients" className="text-accent underline">
      All clients
    </Link>
  );
  if (data === undefined) {
    return (
      <Page title="Client" about={back}>
        {isCode(error, "not_found") && <Notice tone="warn">Client not found. It may have been deleted.</Notice>}
        {error === null && <Spinner />}
        {error !== null && !isCode(error, "not_found") && (
          <FailureNotice error={error} onRetry={() => void refetch()} />
        )}
      </Page>
    );
  }
  return (
    <Page title={data.clientName} about={back} actions={mayChange && <ClientActions client={data} />}>
      {data.status === "pending" && (
        <Notice tone="warn">This client is waiting for approval. Nobody can use it until you approve it.</Notice>
      )}
      {data.status === "disabled" && (
        <Notice tone="bad">This client is disabled. It gets no tokens, and its existing tokens are revoked.</Notice>
      )}
      {data.oldSecretExpiresAt !== undefined && (
        <OldSecretNotice clientId={clientId} expiresAt={data.oldSecretExpiresAt} mayChange={mayChange} />
      )}
      <div className="grid gap-4 lg:grid-cols-2">
        <Details client={data} />
        <Permissions client={data} />
      </div>
      <RedirectUris uris={data.redirectUris} />
      <Part title="Grants">
        <GrantTable filter={{ clientId }} />
      </Part>
      <Part title="Activity">
        <AuditList filter={{ clientId }} empty="No events yet" />
      </Part>
    </Page>
  );
}

function Details({ client }: { client: Client }): ReactElement {
  const { clientId, clientDescription, clientType, provenance, status, createdAt, document, jwksUri } = client;
  return (
    <Card title="Details">
      <Facts
        facts={[
          [
            "Client ID",
            <span key="id" className="flex flex-wrap items-center gap-1">
              <code>{clientId}</code> <CopyButton text={clientId} what="client ID" />
            </span>,
          ],
          ["Status", <ClientStatusBadge key="status" status={status} />],
          ["Description", clientDescription],
          ["Registered via", clientProvenances[provenance]],
          ["Type", clientType],
          ["Authentication method", <code key="method">{client.tokenEndpointAuthMethod}</code>],
          ["JWKS URI", jwksUri === undefined ? undefined : <code key="keys">{jwksUri}</code>],
          ["Created", <Instant key="created" at={createdAt} />],
          [
            "Metadata document",
            document && (
              <span key="document">
                Fetched <Time at={document.fetchedAt} />, fetched again <Time at={document.freshUntil} />
              </span>
            ),
          ],
        ]}
      />
    </Card>
  );
}

function Permissions({ client }: { client: Client }): ReactElement {
  const { scopes, defaultResource, grantTypes, accessTokenTtlSeconds, refreshTokenTtlSeconds, refreshReplays } = client;
  const { replays, reuses, since } = refreshReplays;
  return (
    <Card title="Permissions">
      <Facts
        facts={[
          [
            "Scopes",
            scopes === undefined ? "Every scope that is not privileged" : <code key="scopes">{scopes.join(" ")}</code>,
          ],
          ["Grant types", <code key="grants">{grantTypes.join(" ")}</code>],
          ["MCP server", defaultResource === undefined ? "Any resource" : <code key="server">{defaultResource}</code>],
          [
            "Access token lifetime",
            accessTokenTtlSeconds === undefined ? "Server default" : formatDuration(accessTokenTtlSeconds),
          ],
          [
            "Refresh token lifetime",
            refreshTokenTtlSeconds === undefined ? "Server default" : formatDuration(refreshTokenTtlSeconds),
          ],
          [
            "Refresh token reuse",
            <span key="replays">
              {replays} retried, {reuses} revoked, since <Time at={since} />
            </span>,
          ],
        ]}
      />
    </Card>
  );
}

function RedirectUris({ uris }: { uris: readonly string[] }): ReactElement {
  return (
    <Card title="Redirect URIs">
      <ul className="grid gap-1">
        {uris.map((uri) => (
          <li key={uri} className="flex flex-wrap items-center gap-1">
            <code>{uri}</code> <CopyButton text={uri} what="redirect URI" />
          </li>
        ))}
      </ul>
    </Card>
  );
}
