import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { rpc } from "../rpc.ts";
import { wordsOf } from "../rules/audit-words.ts";
import { Awaited } from "../ui/awaited.tsx";
import { Card } from "../ui/page.tsx";
import { Time } from "../ui/time.tsx";

const shown = 8;

/** The last things that were written down. */
export function RecentActivity(): ReactElement {
  const rows = useQuery(rpc.audit.list.queryOptions({ limit: shown }));
  return (
    <Card
      title="Lately"
      actions={
        <Link to="/audit" className="text-accent underline">
          The whole trail
        </Link>
      }
    >
      <Awaited query={rows}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="text-soft">Nothing has happened yet.</p>
          ) : (
            <ul className="grid gap-1.5">
              {items.map(({ sequence, at, type, clientId, userId }) => (
                <li key={sequence} className="flex flex-wrap justify-between gap-x-3">
                  <Link to="/audit" search={linkOf({ type, clientId, userId })} className="hover:underline">
                    {wordsOf(type).words}
                  </Link>
                  <span className="text-soft">
                    <Time at={at} />
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Awaited>
    </Card>
  );
}

interface Named {
  type: string;
  clientId: string | undefined;
  userId: string | undefined;
}

/** To what else happened to the same client, or the same person. */
function linkOf({ type, clientId, userId }: Named): { clientId: string } | { userId: string } | { type: string } {
  if (clientId !== undefined) return { clientId };
  return userId === undefined ? { type } : { userId };
}
