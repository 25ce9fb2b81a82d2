import { useMutation } from "@tanstack/react-query";
import type { inferOutput } from "@trpc/tanstack-react-query";
import { type FormEvent, type ReactElement, useState } from "react";
import { StateBadge } from "../components/grant-table.tsx";
import { ClientLink, UserLink } from "../components/links.tsx";
import { rpc } from "../rpc.ts";
import { isCode } from "../rules/failure.ts";
import { useMay } from "../session.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { ConfirmButton } from "../ui/confirm.tsx";
import { FailureNotice, Notice } from "../ui/notice.tsx";
import { Card, Facts, Page } from "../ui/page.tsx";
import { TextField } from "../ui/text-field.tsx";
import { Time } from "../ui/time.tsx";
import { showToast } from "../ui/toasts.tsx";

/** Inspects and revokes a token or a grant. */
export function TokensPage(): ReactElement {
  const [token, setToken] = useState("");
  const inspect = useMutation(rpc.tokens.inspect.mutationOptions());

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    inspect.mutate({ token: token.trim() });
  }

  return (
    <Page title="Tokens" about="Paste an access token, a refresh token or a grant ID.">
      <form onSubmit={submit} className="grid max-w-2xl gap-3">
        <TextField
          label="Token"
          hint="The token is sent to this server only. It is not stored or changed."
          rows={3}
          required
          value={token}
          onChange={setToken}
        />
        <div>
          <Button type="submit" look="main" isBusy={inspect.isPending}>
            Inspect
          </Button>
        </div>
      </form>
      {isCode(inspect.error, "not_found") && (
        <Notice tone="warn">Unknown token. This server did not issue it, or it was deleted.</Notice>
      )}
      {inspect.isError && !isCode(inspect.error, "not_found") && <FailureNotice error={inspect.error} />}
      {inspect.data !== undefined && inspect.variables !== undefined && (
        <Inspected token={inspect.variables.token} found={inspect.data} onRevoked={() => inspect.reset()} />
      )}
    </Page>
  );
}

const kinds = {
  access_token: "Access token",
  refresh_token: "Refresh token",
  client_token: "Client credentials access token",
  grant: "Grant",
} as const;

interface InspectedProps {
  token: string;
  found: inferOutput<typeof rpc.tokens.inspect>;
  onRevoked: () => void;
}

function Inspected({ token, found, onRevoked }: InspectedProps): ReactElement {
  const { kind, isActive, whyNot, clientId, grant, claims } = found;
  const mayChange = useMay("operator");
  return (
    <>
      <Card title={kinds[kind]} actions={mayChange && isActive && <Revoke token={token} onRevoked={onRevoked} />}>
        <Facts
          facts={[
            [
              "Status",
              <span key="state">
                {isActive ? <Badge tone="good">Active</Badge> : <StateBadge state={whyNot ?? "revoked"} />}
              </span>,
            ],
            ["Client", <ClientLink key="client" clientId={clientId} name={grant?.clientName} />],
            ...(grant === undefined ? [] : factsOf(grant)),
          ]}
        />
      </Card>
      {claims !== undefined && (
        <Card title="Claims">
          <Facts
            facts={Object.entries(claims).map(([name, value]) => [
              name,
              <code key={name}>{JSON.stringify(value)}</code>,
            ])}
          />
        </Card>
      )}
    </>
  );
}

type Grant = NonNullable<inferOutput<typeof rpc.tokens.inspect>["grant"]>;

function factsOf(grant: Grant): (readonly [name: string, value: ReactElement])[] {
  return [
    ["User", <UserLink key="user" userId={grant.userId} email={grant.userEmail} />],
    ["Scopes", <code key="scopes">{grant.scopes.join(" ")}</code>],
    ["Resource", <code key="resource">{grant.resources.join(" ")}</code>],
    ["Grant", <code key="grant">{grant.grantId}</code>],
    ["Last used", <Time key="used" at={grant.lastUsedAt} />],
    ["Expires", <Time key="expires" at={grant.expiresAt} />],
  ];
}

function Revoke({ token, onRevoked }: { token: string; onRevoked: () => void }): ReactElement {
  const revoke = useMutation(
    rpc.tokens.revoke.mutationOptions({
      onSuccess: () => {
        showToast("Token revoked");
        onRevoked();
      },
    }),
  );
  return (
    <ConfirmButton
      label="Revoke"
      look="bad"
      title="Revoke this token?"
      action="Revoke"
      onConfirm={() => revoke.mutateAsync({ token })}
    >
      <p>This token and every other token of the same grant are revoked immediately.</p>
    </ConfirmButton>
  );
}
