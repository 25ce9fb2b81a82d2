import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { formatDuration } from "../rules/time.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { Card, Facts } from "../ui/page.tsx";
import type { TrialOutcome } from "./run-trial.ts";

const endpointNames = { authorization: "the authorization endpoint", token: "the token endpoint" } as const;

/** The result of the test. */
export function TrialResult({ outcome, onAgain }: { outcome: TrialOutcome; onAgain: () => void }): ReactElement {
  return (
    <>
      {outcome.kind === "refused" ? <Refused outcome={outcome} /> : <Tokens outcome={outcome} />}
      <div>
        <Button onClick={onAgain}>Test again</Button>
      </div>
    </>
  );
}

function Refused({ outcome }: { outcome: TrialOutcome & { kind: "refused" } }): ReactElement {
  const { where, error, description, errorId } = outcome;
  return (
    <Notice tone="bad" isAlert>
      <p className="font-semibold">
        Refused by {endpointNames[where]}: <code>{error}</code>
      </p>
      <p>{description}</p>
      {errorId !== undefined && (
        <Link to="/explain" search={{ id: errorId }} className="text-accent underline">
          Explain {errorId}
        </Link>
      )}
    </Notice>
  );
}

function Tokens({ outcome }: { outcome: TrialOutcome & { kind: "tokens" } }): ReactElement {
  const { scope, expiresIn, hasRefreshToken, claims } = outcome;
  return (
    <>
      <Notice tone="good" isAlert>
        The client works. The consent of this test stays until you revoke it.
      </Notice>
      <Card title="Token response">
        <Facts
          facts={[
            ["Scopes", <code key="scope">{scope}</code>],
            ["Access token", expiresIn === undefined ? "does not expire" : `valid for ${formatDuration(expiresIn)}`],
            ["Refresh token", hasRefreshToken ? "Yes" : "No"],
          ]}
        />
      </Card>
      <Card title="Access token claims">
        {claims === undefined ? (
          <p className="text-soft">Opaque access token: only the server can read it.</p>
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
