import { useMutation } from "@tanstack/react-query";
import type { inferOutput } from "@trpc/tanstack-react-query";
import { type FormEvent, type ReactElement, useState } from "react";
import { StateBadge } from "../parts/grant-table.tsx";
import { ClientLink, UserLink } from "../parts/links.tsx";
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
import { tell } from "../ui/toasts.tsx";

/** What a token is, and whether it is good. */
export function TokensPage(): ReactElement {
  const [token, setToken] = useState("");
  const inspect = useMutation(rpc.tokens.inspect.mutationOptions());

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    inspect.mutate({ token: token.trim() });
  }

  return (
    <Page title="Tokens" about="Paste an access token, a refresh token, or the id of a grant.">
      <form onSubmit={submit} className="grid max-w-2xl gap-3">
        <TextField
          label="Token"
          hint="It goes to this server, is not written down, and nothing happens to it."
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
      {isCode(inspect.error, "not_found") && <Notice tone="warn">No token of this server is like this.</Notice>}
      {inspect.isError && !isCode(inspect.error, "not_found") && <FailureNotice error={inspect.error} />}
      {inspect.data !== undefined && inspect.variables !== undefined && (
        <Inspected token={inspect.variables.token} found={inspect.data} onRevoked={() => inspect.reset()} />
      )}
    </Page>
  );
}

const kinds = {
  access_token: "An access token",
  refresh_token: "A refresh token",
  client_token: "A token that the client got for itself",
  grant: "A grant",
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
              "State",
              <span key="state">
                {isActive ? <Badge tone="good">Good</Badge> : <StateBadge state={whyNot ?? "revoked"} />}
              </span>,
            ],
            ["Client", <ClientLink key="client" clientId={clientId} name={grant?.clientName} />],
            ...(grant === undefined ? [] : factsOf(grant)),
          ]}
        />
      </Card>
      {claims !== undefined && (
        <Card title="What it says">
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
    ["Person", <UserLink key="person" userId={grant.userId} email={grant.userEmail} />],
    ["Scopes", <code key="scopes">{grant.scopes.join(" ")}</code>],
    ["Where", <code key="where">{grant.resources.join(" ")}</code>],
    ["Grant", <code key="grant">{grant.grantId}</code>],
    ["Last used", <Time key="used" at={grant.lastUsedAt} />],
    ["Ends", <Time key="ends" at={grant.expiresAt} />],
  ];
}

function Revoke({ token, onRevoked }: { token: string; onRevoked: () => void }): ReactElement {
  const revoke = useMutation(
    rpc.tokens.revoke.mutationOptions({
      onSuccess: () => {
        tell("The token is revoked");
        onRevoked();
      },
    }),
  );
  return (
    <ConfirmButton
      label="Revoke"
      look="bad"
      title="Revoke the token?"
      action="Revoke"
      onConfirm={() => revoke.mutateAsync({ token })}
    >
      <p>It stops working at once, and with it every other token of the same grant.</p>
    </ConfirmButton>
  );
}
