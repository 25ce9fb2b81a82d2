import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { inferOutput } from "@trpc/tanstack-react-query";
import type { ReactElement } from "react";
import { AuditList } from "../parts/audit-table.tsx";
import { GrantTable } from "../parts/grant-table.tsx";
import { ClientActions } from "../parts/client-actions.tsx";
import { ClientStatusBadge } from "../parts/client-status-badge.tsx";
import { OldSecretNotice } from "../parts/old-secret-notice.tsx";
import { rpc } from "../rpc.ts";
import { clientProvenances } from "../rules/client-words.ts";
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

/** One client: what it is, what it may, and how to stop it. */
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
        {isCode(error, "not_found") && <Notice tone="warn">There is no such client; it may have been deleted.</Notice>}
        {error === null && <Spinner />}
        {error !== null && !isCode(error, "not_found") && (
          <FailureNotice error={error} onRetry={() => void refetch()} />
        )}
      </Page>
    );
  }
  return (
    <Page title={data.clientName} about={back} actions={mayChange && <ClientActions client={data} />}>
      {data.status === "pending" && <Notice tone="warn">It waits for approval: until then nobody can use it.</Notice>}
      {data.status === "disabled" && (
        <Notice tone="bad">This client is disabled: it gets no tokens, and its existing tokens are revoked.</Notice>
      )}
      {data.oldSecretExpiresAt !== undefined && (
        <OldSecretNotice clientId={clientId} expiresAt={data.oldSecretExpiresAt} mayChange={mayChange} />
      )}
      <div className="grid gap-4 lg:grid-cols-2">
        <Identity client={data} />
        <Abilities client={data} />
      </div>
      <RedirectUris uris={data.redirectUris} />
      <Part title="Grants">
        <GrantTable filter={{ clientId }} />
      </Part>
      <Part title="Activity">
        <AuditList filter={{ clientId }} empty="Nothing has happened with it." />
      </Part>
    </Page>
  );
}

function Identity({ client }: { client: Client }): ReactElement {
  const { clientId, clientDescription, clientType, provenance, status, createdAt, document, jwksUri } = client;
  return (
    <Card title="What it is">
      <Facts
        facts={[
          [
            "Client id",
            <span key="id" className="flex flex-wrap items-center gap-1">
              <code>{clientId}</code> <CopyButton text={clientId} what="client id" />
            </span>,
          ],
          ["Status", <ClientStatusBadge key="status" status={status} />],
          ["Description", clientDescription],
          ["Registered via", clientProvenances[provenance]],
          ["Type", clientType],
          ["Authenticates by", <code key="method">{client.tokenEndpointAuthMethod}</code>],
          ["Keys", jwksUri === undefined ? undefined : <code key="keys">{jwksUri}</code>],
          ["Created", <Instant key="since" at={createdAt} />],
          [
            "Document",
            document && (
              <span key="document">
                fetched <Time at={document.fetchedAt} />, fresh until <Time at={document.freshUntil} />
              </span>
            ),
          ],
        ]}
      />
    </Card>
  );
}

function Abilities({ client }: { client: Client }): ReactElement {
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
            "Access tokens live",
            accessTokenTtlSeconds === undefined ? "Server default" : formatDuration(accessTokenTtlSeconds),
          ],
          [
            "Refresh tokens live",
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
