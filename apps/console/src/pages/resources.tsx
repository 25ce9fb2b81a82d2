import { useMutation, useQuery } from "@tanstack/react-query";
import type { inferOutput } from "@trpc/tanstack-react-query";
import type { ReactElement } from "react";
import { EditResourceButton, NewResourceButton } from "../components/resource-form.tsx";
import { rpc } from "../rpc.ts";
import { formatDuration } from "../rules/time.ts";
import { useMay } from "../session.ts";
import { Badge } from "../ui/badge.tsx";
import { ConfirmButton } from "../ui/confirm.tsx";
import { QueryResult } from "../ui/query-result.tsx";
import { Page } from "../ui/page.tsx";
import { type Column, EmptyState, Table } from "../ui/table.tsx";
import { showToast } from "../ui/toasts.tsx";

/** The MCP servers and other APIs that tokens are issued for. */
export function ResourcesPage(): ReactElement {
  const mayChange = useMay("operator");
  const resources = useQuery(rpc.resources.list.queryOptions());
  return (
    <Page
      title="Resources"
      about="MCP servers and other APIs that accept access tokens."
      actions={mayChange && <NewResourceButton />}
    >
      <QueryResult query={resources}>
        {({ items }) => <ResourceTable resources={items} mayChange={mayChange} />}
      </QueryResult>
    </Page>
  );
}

type Resource = inferOutput<typeof rpc.resources.list>["items"][number];

function ResourceTable({ resources, mayChange }: { resources: Resource[]; mayChange: boolean }): ReactElement {
  if (resources.length === 0) {
    return (
      <EmptyState>
        No resources yet. Until you register one, tokens are valid for the UserInfo endpoint only.
      </EmptyState>
    );
  }
  const columns: Column<Resource>[] = [
    {
      title: "Resource",
      cell: ({ uri, name, isPrivate }) => (
        <>
          <span className="font-semibold">{name ?? uri}</span> {isPrivate && <Badge>private</Badge>}
          {name !== undefined && <code className="block text-soft">{uri}</code>}
        </>
      ),
    },
    { title: "Scopes", cell: ({ scopes }) => <code>{scopes.map(({ name }) => name).join(" ")}</code>, from: "sm" },
    {
      title: "Tokens",
      cell: ({ tokenFormat, accessTokenTtlSeconds: ttl }) =>
        `${tokenFormat}${ttl === undefined ? "" : `, ${formatDuration(ttl)}`}`,
      from: "md",
    },
  ];
  const actions: Column<Resource> = {
    title: "Actions",
    cell: (resource) => <Actions resource={resource} />,
    isRight: true,
  };
  return (
    <Table
      label="Resources"
      rows={resources}
      keyOf={({ uri }) => uri}
      columns={mayChange ? [...columns, actions] : columns}
    />
  );
}

function Actions({ resource }: { resource: Resource }): ReactElement {
  return (
    <span className="inline-flex flex-wrap justify-end gap-1.5">
      <EditResourceButton resource={resource} />
      <DeleteResource uri={resource.uri} />
    </span>
  );
}

function DeleteResource({ uri }: { uri: string }): ReactElement {
  const remove = useMutation(rpc.resources.delete.mutationOptions({ onSuccess: () => showToast("Resource deleted") }));
  return (
    <ConfirmButton
      label="Delete"
      title="Delete the resource?"
      action="Delete"
      onConfirm={() => remove.mutateAsync({ uri })}
    >
      <p>
        No new tokens are issued for <code>{uri}</code>. Tokens that it already accepted stay valid until they expire.
      </p>
    </ConfirmButton>
  );
}
