import { useMutation, useQuery } from "@tanstack/react-query";
import type { inferOutput } from "@trpc/tanstack-react-query";
import type { ReactElement } from "react";
import { EditResourceButton, NewResourceButton } from "../parts/resource-form.tsx";
import { rpc } from "../rpc.ts";
import { formatDuration } from "../rules/time.ts";
import { useMay } from "../session.ts";
import { Badge } from "../ui/badge.tsx";
import { ConfirmButton } from "../ui/confirm.tsx";
import { Awaited } from "../ui/awaited.tsx";
import { Page } from "../ui/page.tsx";
import { type Column, EmptyState, Table } from "../ui/table.tsx";
import { tell } from "../ui/toasts.tsx";

/** The MCP servers that tokens are for. */
export function ResourcesPage(): ReactElement {
  const mayChange = useMay("operator");
  const resources = useQuery(rpc.resources.list.queryOptions());
  return (
    <Page
      title="Resources"
      about="MCP servers and other APIs that tokens are for."
      actions={mayChange && <NewResourceButton />}
    >
      <Awaited query={resources}>{({ items }) => <ResourceTable resources={items} mayChange={mayChange} />}</Awaited>
    </Page>
  );
}

type Resource = inferOutput<typeof rpc.resources.list>["items"][number];

function ResourceTable({ resources, mayChange }: { resources: Resource[]; mayChange: boolean }): ReactElement {
  if (resources.length === 0) {
    return <EmptyState>No MCP server is registered: tokens are good for the user-info endpoint alone.</EmptyState>;
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
  const remove = useMutation(
    rpc.resources.delete.mutationOptions({ onSuccess: () => tell("The resource is deleted") }),
  );
  return (
    <ConfirmButton
      label="Delete"
      title="Delete the resource?"
      action="Delete"
      onConfirm={() => remove.mutateAsync({ uri })}
    >
      <p>
        Nobody gets tokens for <code>{uri}</code> any more. What it was told of tokens until now holds until they end.
      </p>
    </ConfirmButton>
  );
}
