import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { inferOutput } from "@trpc/tanstack-react-query";
import type { ReactElement } from "react";
import { rpc } from "../rpc.ts";
import { type Warning, warningsOf } from "../rules/attention.ts";
import { Notice } from "../ui/notice.tsx";

const look = "text-accent underline";
const failureLimit = 10;

/** The page on which an operator can act on the warning. */
const links: Readonly<Record<Warning["about"], ReactElement>> = {
  registrations: (
    <Link to="/clients" search={{ status: "pending" }} className={look}>
      Review clients
    </Link>
  ),
  resources: (
    <Link to="/resources" className={look}>
      Register a resource
    </Link>
  ),
  keys: (
    <Link to="/keys" className={look}>
      Show signing keys
    </Link>
  ),
  auditLog: (
    <Link to="/audit" className={look}>
      Show the audit log
    </Link>
  ),
  refusals: (
    <Link to="/audit" search={{ type: "client.authentication_failed" }} className={look}>
      Show failed client authentications
    </Link>
  ),
  signIns: (
    <Link to="/audit" search={{ type: "sign_in.failed" }} className={look}>
      Show failed sign-ins
    </Link>
  ),
  documents: (
    <Link to="/audit" search={{ type: "client.document_failed" }} className={look}>
      Show failed fetches
    </Link>
  ),
};

/** Warnings for the operator, or the note that there are none. */
export function Attention({ status }: { status: inferOutput<typeof rpc.system.status> | undefined }): ReactElement {
  const traffic = useQuery(rpc.system.stats.queryOptions({ span: "day" })).data;
  const failures = useQuery(rpc.audit.list.queryOptions({ type: "client.document_failed", limit: failureLimit })).data;
  const isKnown = status !== undefined && traffic !== undefined && failures !== undefined;
  const warnings = isKnown ? warningsOf({ status, traffic, failures: failures.items }) : undefined;
  return (
    <section aria-label="What needs attention" className="grid gap-2">
      {warnings?.length === 0 && <Notice tone="good">Nothing needs attention.</Notice>}
      {warnings?.map(({ about, label }) => (
        <Notice key={about} tone="warn">
          {label} {links[about]}
        </Notice>
      ))}
    </section>
  );
}
