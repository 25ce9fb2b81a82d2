import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { formatDuration } from "../rules/time.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { Card, Facts } from "../ui/page.tsx";
import type { TrialOutcome } from "./run-trial.ts";

const doors = { authorization: "the authorization endpoint", token: "the token endpoint" } as const;

/** How the trial ended. */
export function TrialResult({ outcome, onAgain }: { outcome: TrialOutcome; onAgain: () => void }): ReactElement {
  return (
    <>
      {outcome.kind === "refused" ? <Refused outcome={outcome} /> : <GotIn outcome={outcome} />}
      <div>
        <Button onClick={onAgain}>Try again</Button>
      </div>
    </>
  );
}

function Refused({ outcome }: { outcome: TrialOutcome & { kind: "refused" } }): ReactElement {
  const { where, error, words, errorId } = outcome;
  return (
    <Notice tone="bad" isAlert>
      <p className="font-semibold">
        Refused by {doors[where]}: <code>{error}</code>
      </p>
      <p>{words}</p>
      {errorId !== undefined && (
        <Link to="/explain" search={{ id: errorId }} className="text-accent underline">
          Explain {errorId}
        </Link>
      )}
    </Notice>
  );
}

function GotIn({ outcome }: { outcome: TrialOutcome & { kind: "tokens" } }): ReactElement {
  const { scope, expiresIn, hasRefreshToken, claims } = outcome;
  return (
    <>
      <Notice tone="good" isAlert>
        The client gets in. What the person allowed it stays until somebody takes it back.
      </Notice>
      <Card title="What it got">
        <Facts
          facts={[
            ["Scopes", <code key="scope">{scope}</code>],
            ["Access token", expiresIn === undefined ? "without an end" : `good for ${formatDuration(expiresIn)}`],
            ["Refresh token", hasRefreshToken ? "yes" : "no"],
          ]}
        />
      </Card>
      <Card title="What the access token says">
        {claims === undefined ? (
          <p className="text-soft">It is opaque: only the server can read it.</p>
        ) : (
          <Facts
            facts={Object.entries(claims).map(([name, value]) => [
              name,
              <code key={name}>{JSON.stringify(value)}</code>,
            ])}
          />
        )}
      </Card>
    </>
  );
}
