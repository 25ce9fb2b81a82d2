import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { inferOutput } from "@trpc/tanstack-react-query";
import type { ReactElement } from "react";
import { rpc } from "../rpc.ts";
import { type Concern, concernsOf } from "../rules/attention.ts";
import { Notice } from "../ui/notice.tsx";

const look = "text-accent underline";
const failuresLookedAt = 10;

/** Where one sees more of it, or does something about it. */
const links: Readonly<Record<Concern["about"], ReactElement>> = {
  registrations: (
    <Link to="/clients" search={{ status: "pending" }} className={look}>
      Look at them
    </Link>
  ),
  resources: (
    <Link to="/resources" className={look}>
      Register one
    </Link>
  ),
  keys: (
    <Link to="/keys" className={look}>
      The signing keys
    </Link>
  ),
  trail: (
    <Link to="/audit" className={look}>
      What is written
    </Link>
  ),
  refusals: (
    <Link to="/audit" search={{ type: "client.authentication_failed" }} className={look}>
      Clients that failed to prove who they are
    </Link>
  ),
  signIns: (
    <Link to="/audit" search={{ type: "sign_in.failed" }} className={look}>
      Who, and from where
    </Link>
  ),
  documents: (
    <Link to="/audit" search={{ type: "client.document_failed" }} className={look}>
      When, and why
    </Link>
  ),
};

/** What somebody should look at; says so too when that is nothing. */
export function Attention({ status }: { status: inferOutput<typeof rpc.system.status> | undefined }): ReactElement {
  const traffic = useQuery(rpc.system.stats.queryOptions({ span: "day" })).data;
  const failures = useQuery(
    rpc.audit.list.queryOptions({ type: "client.document_failed", limit: failuresLookedAt }),
  ).data;
  const isKnown = status !== undefined && traffic !== undefined && failures !== undefined;
  const concerns = isKnown ? concernsOf({ status, traffic, failures: failures.items }) : undefined;
  return (
    <section aria-label="What needs attention" className="grid gap-2">
      {concerns?.length === 0 && <Notice tone="good">Nothing needs attention.</Notice>}
      {concerns?.map(({ about, words }) => (
        <Notice key={about} tone="warn">
          {words} {links[about]}
        </Notice>
      ))}
    </section>
  );
}
