import { useMutation } from "@tanstack/react-query";
import type { inferOutput } from "@trpc/tanstack-react-query";
import { type FormEvent, type ReactElement, useState } from "react";
import { rpc } from "../rpc.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { FailureNotice, Notice } from "../ui/notice.tsx";
import { Card, Facts } from "../ui/page.tsx";
import { TextField } from "../ui/text-field.tsx";
import { FactList } from "./fact-list.tsx";

type Simulated = inferOutput<typeof rpc.explain.simulate>;
type Refusal = Extract<Simulated["outcome"], { refusal: unknown }>;

/** Shows how the server would answer an authorization request, without sending it. */
export function Simulation(): ReactElement {
  const [url, setUrl] = useState("");
  const simulate = useMutation(rpc.explain.simulate.mutationOptions());

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    simulate.mutate({ kind: "authorize", url: url.trim() });
  }

  return (
    <>
      <Card title="Or test an authorization request">
        <form onSubmit={submit} className="grid max-w-3xl gap-3">
          <TextField
            label="Authorization URL"
            hint="The URL that a client opens in the browser. The server checks it with the rules of the authorization endpoint and changes nothing."
            rows={4}
            required
            value={url}
            onChange={setUrl}
          />
          <div>
            <Button type="submit" look="main" isBusy={simulate.isPending}>
              Test request
            </Button>
          </div>
        </form>
      </Card>
      {simulate.isError && <FailureNotice error={simulate.error} />}
      {simulate.data !== undefined && <Result simulated={simulate.data} />}
    </>
  );
}

function Result({ simulated: { outcome, droppedScopes, notes } }: { simulated: Simulated }): ReactElement {
  return (
    <div role="status" className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <Outcome outcome={outcome} />
      {droppedScopes.length > 0 && (
        <Notice tone="warn">
          Requested but not granted: <code>{droppedScopes.join(" ")}</code>
        </Notice>
      )}
      {notes.map((note) => (
        <Notice key={note}>{note}</Notice>
      ))}
    </div>
  );
}

function Outcome({ outcome }: { outcome: Simulated["outcome"] }): ReactElement {
  switch (outcome.kind) {
    case "page":
      return (
        <Card title="The user would sign in and see the consent page">
          <Facts
            facts={[
              ["Scopes", <code key="scopes">{outcome.scopes.join(" ")}</code>],
              ["Resource", <code key="resources">{outcome.resources.join(" ")}</code>],
              ["Redirect URI", <code key="uri">{outcome.redirectUri}</code>],
            ]}
          />
        </Card>
      );
    case "tokens":
      return (
        <Card title="The client would get tokens">
          <Facts facts={[["Scopes", <code key="scopes">{outcome.scopes.join(" ")}</code>]]} />
        </Card>
      );
    case "undecided":
      return <Notice tone="warn">{outcome.why}</Notice>;
    case "refused":
    case "redirect":
    case "page_with_link":
    case "refused_on_page":
      return <Refused outcome={outcome} />;
  }
}

const refusalTitles: Readonly<Record<Refusal["kind"], string>> = {
  refused: "The client would be refused",
  redirect: "The client would get an error redirect",
  page_with_link: "The user would see an error page with a link back to the client",
  refused_on_page: "The user would see an error page without a link back to the client",
};

function Refused({ outcome: { kind, refusal } }: { outcome: Refusal }): ReactElement {
  return (
    <Card title={refusalTitles[kind]}>
      <p>
        <Badge tone="bad">{refusal.error}</Badge> <code className="text-soft">{refusal.reason}</code>
      </p>
      <p className="mt-2 text-base font-semibold">{refusal.fix}</p>
      <p className="mt-2">{refusal.meaning}</p>
      <p className="mt-2 text-soft">Rule: {refusal.rule}</p>
      <div className="mt-3 grid gap-4 lg:grid-cols-2">
        <div>
          <h3 className="font-semibold">Received</h3>
          <FactList facts={refusal.received} />
        </div>
        <div>
          <h3 className="font-semibold">Registered</h3>
          <FactList facts={refusal.registered} />
        </div>
      </div>
    </Card>
  );
}
