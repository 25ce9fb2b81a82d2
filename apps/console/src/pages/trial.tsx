import { useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { type FormEvent, type ReactElement, useState } from "react";
import { type BegunTrial, beginTrial, endTrial } from "../parts/run-trial.ts";
import { canBeTried, TrialForm } from "../parts/trial-form.tsx";
import { TrialResult } from "../parts/trial-result.tsx";
import { rpc } from "../rpc.ts";
import type { Trial } from "../rules/trial.ts";
import { Awaited } from "../ui/awaited.tsx";
import { Button, buttonClass } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { Card, Page } from "../ui/page.tsx";
import { TextField } from "../ui/text-field.tsx";

const route = getRouteApi("/clients/$clientId/trial");

/** Goes the way of the client, from the sign-in to the token. */
export function TrialPage(): ReactElement {
  const { clientId } = route.useParams();
  const client = useQuery(rpc.clients.get.queryOptions({ clientId }));
  const status = useQuery(rpc.system.status.queryOptions());
  const resources = useQuery(rpc.resources.list.queryOptions());
  const back = (
    <Link to="/clients/$clientId" params={{ clientId }} className="text-accent underline">
      {client.data?.clientName ?? "The client"}
    </Link>
  );
  return (
    <Page title="Try the client" about={back}>
      <Awaited query={client}>
        {(one) => (
          <Awaited query={status}>
            {({ issuer }) => (
              <Awaited query={resources}>
                {({ items }) => <Steps client={one} issuer={issuer} resources={items.map(({ uri }) => uri)} />}
              </Awaited>
            )}
          </Awaited>
        )}
      </Awaited>
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
        The client proves itself by <code>{method}</code>: only who has its key can try it.
      </Notice>
    );
  }
  if (end.data !== undefined) return <TrialResult outcome={end.data} onAgain={restart} />;
  if (begin.data !== undefined) {
    const begun = begin.data;
    return (
      <Away
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

interface AwayProps {
  begun: BegunTrial;
  error: Error | null;
  onLanded: (address: string) => void;
  onAgain: () => void;
}

function Away({ begun, error, onLanded, onAgain }: AwayProps): ReactElement {
  const [address, setAddress] = useState("");

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    onLanded(address);
  }

  return (
    <Card title="Sign in as somebody, and come back">
      <form onSubmit={submit} className="grid max-w-2xl gap-4">
        <p>
          The sign-in opens in a tab of its own. Allow what is asked; the browser then goes to{" "}
          <code>{begun.trial.redirectUri}</code>, where nothing may be listening: that does not matter.
        </p>
        <p>
          <a href={begun.url} target="_blank" rel="noopener noreferrer" className={buttonClass("main")}>
            Open the sign-in
          </a>
        </p>
        {error !== null && (
          <Notice tone="bad" isAlert>
            {error.message}
          </Notice>
        )}
        <TextField
          label="Where you landed"
          hint="The whole address of that tab, with its code. It is good for a minute."
          value={address}
          required
          autoComplete="off"
          onChange={setAddress}
        />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" look="main">
            Get the tokens
          </Button>
          <Button onClick={onAgain}>Begin again</Button>
        </div>
      </form>
    </Card>
  );
}
