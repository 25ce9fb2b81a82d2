import { useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { type FormEvent, type ReactElement, useState } from "react";
import { type BegunTrial, beginTrial, endTrial } from "../components/run-trial.ts";
import { canBeTried, TrialForm } from "../components/trial-form.tsx";
import { TrialResult } from "../components/trial-result.tsx";
import { rpc } from "../rpc.ts";
import type { Trial } from "../rules/trial.ts";
import { QueryResult } from "../ui/query-result.tsx";
import { Button, buttonClass } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { Card, Page } from "../ui/page.tsx";
import { TextField } from "../ui/text-field.tsx";

const route = getRouteApi("/clients/$clientId/trial");

/** Runs the authorization code flow as the client, from the sign-in to the tokens. */
export function TrialPage(): ReactElement {
  const { clientId } = route.useParams();
  const client = useQuery(rpc.clients.get.queryOptions({ clientId }));
  const status = useQuery(rpc.system.status.queryOptions());
  const resources = useQuery(rpc.resources.list.queryOptions());
  const back = (
    <Link to="/clients/$clientId" params={{ clientId }} className="text-accent underline">
      {client.data?.clientName ?? "Client"}
    </Link>
  );
  return (
    <Page title="Test the client" about={back}>
      <QueryResult query={client}>
        {(one) => (
          <QueryResult query={status}>
            {({ issuer }) => (
              <QueryResult query={resources}>
                {({ items }) => <Steps client={one} issuer={issuer} resources={items.map(({ uri }) => uri)} />}
              </QueryResult>
            )}
          </QueryResult>
        )}
      </QueryResult>
    </Page>
  );
}

interface StepsProps {
  client: {
    clientId: string;
    redirectUris: readonly string[];
    tokenEndpointAuthMethod: string;
    defaultResource?: string | undefined;
  };
  issuer: string;
  resources: readonly string[];
}

function Steps({ client, issuer, resources }: StepsProps): ReactElement {
  const { tokenEndpointAuthMethod: method } = client;
  const begin = useMutation({ mutationFn: (trial: Trial) => beginTrial(issuer, trial) });
  const end = useMutation({
    mutationFn: ({ begun, landedAt }: { begun: BegunTrial; landedAt: string }) => endTrial(begun, landedAt, method),
  });

  function restart(): void {
    begin.reset();
    end.reset();
  }

  if (!canBeTried(method)) {
    return (
      <Notice tone="warn">
        The client authenticates with <code>{method}</code>. Only the owner of its private key can test it.
      </Notice>
    );
  }
  if (end.data !== undefined) return <TrialResult outcome={end.data} onAgain={restart} />;
  if (begin.data !== undefined) {
    const begun = begin.data;
    return (
      <SignInStep
        begun={begun}
        error={end.error}
        onLanded={(landedAt) => end.mutate({ begun, landedAt })}
        onAgain={restart}
      />
    );
  }
  return (
    <>
      {begin.error !== null && (
        <Notice tone="bad" isAlert>
          {begin.error.message}
        </Notice>
      )}
      <TrialForm client={client} resources={resources} onBegin={(trial) => begin.mutate(trial)} />
    </>
  );
}

interface SignInStepProps {
  begun: BegunTrial;
  error: Error | null;
  onLanded: (address: string) => void;
  onAgain: () => void;
}

function SignInStep({ begun, error, onLanded, onAgain }: SignInStepProps): ReactElement {
  const [address, setAddress] = useState("");

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    onLanded(address);
  }

  return (
    <Card title="Sign in and come back">
      <form onSubmit={submit} className="grid max-w-2xl gap-4">
        <p>
          The sign-in page opens in a new tab. Allow the request. The browser then opens{" "}
          <code>{begun.trial.redirectUri}</code>. If that page does not load, that is fine.
        </p>
        <p>
          <a href={begun.url} target="_blank" rel="noopener noreferrer" className={buttonClass("main")}>
            Open the sign-in page
          </a>
        </p>
        {error !== null && (
          <Notice tone="bad" isAlert>
            {error.message}
          </Notice>
        )}
        <TextField
          label="URL after the sign-in"
          hint="Copy the complete URL of that tab, including the code. The code is valid for one minute."
          value={address}
          required
          autoComplete="off"
          onChange={setAddress}
        />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" look="main">
            Get tokens
          </Button>
          <Button onClick={onAgain}>Start again</Button>
        </div>
      </form>
    </Card>
  );
}
