import { useQuery } from "@tanstack/react-query";
import type { inferOutput } from "@trpc/tanstack-react-query";
import type { ReactElement } from "react";
import { rpc } from "../rpc.ts";
import { Awaited } from "../ui/awaited.tsx";
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
    cell: ({ resourceUri }) => (resourceUri === undefined ? "the server itself" : <code>{resourceUri}</code>),
    from: "sm",
  },
  { title: "Who can grant it", cell: ({ roles }) => roles?.join(", ") ?? "everybody", from: "md" },
];

/** Everything that clients can ask for. */
export function ScopesPage(): ReactElement {
  const scopes = useQuery(rpc.scopes.list.queryOptions());
  return (
    <Page title="Scopes" about="What clients can ask for. Those of a resource are changed with it.">
      <Awaited query={scopes}>
        {({ items }) => (
          <Table
            label="Scopes"
            rows={items}
            keyOf={({ name, resourceUri = "" }) => `${name} ${resourceUri}`}
            columns={columns}
          />
        )}
      </Awaited>
    </Page>
  );
}
