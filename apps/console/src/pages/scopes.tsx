import { useQuery } from "@tanstack/react-query";
import type { inferOutput } from "@trpc/tanstack-react-query";
import type { ReactElement } from "react";
import { rpc } from "../rpc.ts";
import { QueryResult } from "../ui/query-result.tsx";
import { Badge } from "../ui/badge.tsx";
import { Page } from "../ui/page.tsx";
import { type Column, Table } from "../ui/table.tsx";

type Scope = inferOutput<typeof rpc.scopes.list>["items"][number];

const columns: readonly Column<Scope>[] = [
  {
    title: "Scope",
    cell: ({ name, description, isAdvertised = true }) => (
      <>
        <code className="font-semibold">{name}</code> {!isAdvertised && <Badge>not advertised</Badge>}
        {description !== undefined && <span className="block text-soft">{description}</span>}
      </>
    ),
  },
  {
    title: "Resource",
    cell: ({ resourceUri }) => (resourceUri === undefined ? "This server" : <code>{resourceUri}</code>),
    from: "sm",
  },
  { title: "Roles that can grant it", cell: ({ roles }) => roles?.join(", ") ?? "All", from: "md" },
];

/** All scopes that clients can request. */
export function ScopesPage(): ReactElement {
  const scopes = useQuery(rpc.scopes.list.queryOptions());
  return (
    <Page title="Scopes" about="Scopes that clients can request. Edit the scopes of a resource on the Resources page.">
      <QueryResult query={scopes}>
        {({ items }) => (
          <Table
            label="Scopes"
            rows={items}
            keyOf={({ name, resourceUri = "" }) => `${name} ${resourceUri}`}
            columns={columns}
          />
        )}
      </QueryResult>
    </Page>
  );
}
