import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { type FormEvent, type ReactElement, useState } from "react";
import { FactList, type FactRecord } from "../components/fact-list.tsx";
import { Simulation } from "../components/simulation.tsx";
import { rpc } from "../rpc.ts";
import { isCode } from "../rules/failure.ts";
import { factPairs } from "../rules/fact-pairs.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { FailureNotice, Notice } from "../ui/notice.tsx";
import { Card, Facts, Page } from "../ui/page.tsx";
import { Spinner } from "../ui/spinner.tsx";
import { Instant, Time } from "../ui/time.tsx";

const route = getRouteApi("/explain");

/** Why a request was refused, found by its error ID. */
export function ExplainPage(): ReactElement {
  const { id = "" } = route.useSearch();
  return (
    <Page
      title="Explain an error"
      about="Every refused request has an error ID. You find it in the response, on the error page and in the log."
    >
      <ErrorIdForm key={id} id={id} />
      {id === "" ? <Simulation /> : <Explanation errorId={id} />}
    </Page>
  );
}

function ErrorIdForm({ id }: { id: string }): ReactElement {
  const navigate = route.useNavigate();
  const [text, setText] = useState(id);

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    void navigate({ search: { id: text.trim() } });
  }

  return (
    <form role="search" onSubmit={submit} className="flex max-w-xl flex-wrap items-end gap-2">
      <div className="min-w-52 flex-1">
        <Field label="Error ID">
          {(control) => (
            <input
              {...control}
              value={text}
              onChange={({ target }) => setText(target.value)}
              placeholder="err_7k2m9x4q"
              autoComplete="off"
              spellCheck={false}
              required
            />
          )}
        </Field>
      </div>
      <Button type="submit" look="main">
        Explain
      </Button>
    </form>
  );
}

function Explanation({ errorId }: { errorId: string }): ReactElement {
  const { data, error, isError, refetch } = useQuery(rpc.explain.get.queryOptions({ errorId }));
  if (isCode(error, "not_found")) {
    return <Notice tone="warn">No refused request with this error ID. Details are stored for one week.</Notice>;
  }
  if (isError) return <FailureNotice error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Spinner />;
  const { clientId } = data;
  return (
    <>
      <Card title="What to do">
        <p className="text-base font-semibold">{data.fix}</p>
        <p className="mt-2">{data.meaning}</p>
        <p className="mt-2 text-soft">Rule: {data.rule}</p>
      </Card>
      <div className="grid gap-4 lg:grid-cols-2">
        <Card title="Request">
          <Facts
            facts={[
              ["When", <Instant key="at" at={data.at} />],
              ["Endpoint", <code key="route">{data.route}</code>],
              [
                "Response",
                <span key="answer">
                  <Badge tone="bad">{data.status}</Badge> <code>{data.error}</code>
                </span>,
              ],
              ["Reason", <code key="reason">{data.reason}</code>],
              [
                "Client",
                clientId === undefined ? undefined : (
                  <Link key="client" to="/clients/$clientId" params={{ clientId }} className="text-accent underline">
                    {clientId}
                  </Link>
                ),
              ],
              ["Request ID", <code key="log">{data.requestId}</code>],
              ["Stored until", <Time key="kept" at={data.keptUntil} />],
            ]}
          />
        </Card>
        <Card title="Received and expected">
          <h3 className="font-semibold">Received</h3>
          <FactList facts={data.received} />
          <h3 className="mt-3 font-semibold">Registered</h3>
          <FactList facts={data.registered} />
        </Card>
      </div>
      <Timeline steps={data.timeline} />
    </>
  );
}

function Timeline({ steps }: { steps: readonly { at: Date; event: string; facts: FactRecord }[] }): ReactElement {
  return (
    <Card title="Earlier steps of this flow">
      {steps.length === 0 ? (
        <p className="text-soft">No earlier steps recorded.</p>
      ) : (
        <ol className="ml-1.5 grid gap-3 border-l-2 border-line">
          {steps.map(({ at, event, facts }, index) => (
            <li
              key={index}
              className="relative pl-4 before:absolute before:top-1.5 before:-left-[0.4rem] before:size-2.5 before:rounded-full before:bg-accent"
            >
              <p>
                <span className="font-semibold">{event}</span>{" "}
                <span className="text-soft">
                  <Instant at={at} />
                </span>
              </p>
              {factPairs(facts).map(([name, text]) => (
                <p key={name} className="text-sm text-soft">
                  {name} <code className="text-ink">{text}</code>
                </p>
              ))}
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
