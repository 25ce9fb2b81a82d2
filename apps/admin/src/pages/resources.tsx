import { useMutation, useQuery } from "@tanstack/react-query";
import type { inferInput, inferOutput } from "@trpc/tanstack-react-query";
import { Plus } from "lucide-react";
import { type FormEvent, type ReactElement, useState } from "react";
import { rpc } from "../rpc.ts";
import { faultAt } from "../rules/failure.ts";
import { readScopeLines } from "../rules/scope-lines.ts";
import { formatDuration } from "../rules/time.ts";
import { useMay } from "../session.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { ConfirmButton } from "../ui/confirm.tsx";
import { DialogBox } from "../ui/dialog.tsx";
import { FailureNotice } from "../ui/notice.tsx";
import { Awaited } from "../ui/awaited.tsx";
import { Page } from "../ui/page.tsx";
import { type Column, EmptyState, Table } from "../ui/table.tsx";
import { TextField, Tick } from "../ui/text-field.tsx";
import { tell } from "../ui/toasts.tsx";

/** The MCP servers that tokens are for. */
export function ResourcesPage(): ReactElement {
  const mayChange = useMay("operator");
  const resources = useQuery(rpc.resources.list.queryOptions());
  return (
    <Page
      title="Resources"
      about="MCP servers and other APIs that tokens are for."
      actions={mayChange && <NewResource />}
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
    cell: ({ uri }) => <DeleteResource uri={uri} />,
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

function NewResource(): ReactElement {
  const [isOpen, setIsOpen] = useState(false);

  function done(): void {
    tell("The resource is registered");
    setIsOpen(false);
  }

  return (
    <>
      <Button look="main" onClick={() => setIsOpen(true)}>
        <Plus aria-hidden size={16} /> New resource
      </Button>
      <DialogBox title="New resource" isOpen={isOpen} onClose={() => setIsOpen(false)}>
        <NewResourceForm onDone={done} />
      </DialogBox>
    </>
  );
}

const blank = { uri: "", name: "", scopes: "", isPrivate: false, isOpaque: false };

function toInput({ uri, name, scopes, isPrivate, isOpaque }: typeof blank): inferInput<typeof rpc.resources.create> {
  return {
    uri: uri.trim(),
    scopes: readScopeLines(scopes),
    ...(name.trim() === "" ? {} : { name: name.trim() }),
    ...(isPrivate ? { isPrivate } : {}),
    ...(isOpaque ? { tokenFormat: "opaque" } : {}),
  };
}

function NewResourceForm({ onDone }: { onDone: () => void }): ReactElement {
  const [draft, setDraft] = useState(blank);
  const create = useMutation(rpc.resources.create.mutationOptions({ onSuccess: onDone }));
  const change = (more: Partial<typeof blank>): void => setDraft({ ...draft, ...more });
  const { uri, name, scopes, isPrivate, isOpaque } = draft;

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    create.mutate(toInput(draft));
  }

  return (
    <form onSubmit={submit} className="grid gap-4">
      {create.isError && <FailureNotice error={create.error} />}
      <TextField
        label="Address"
        hint="As clients reach it: the audience of its tokens."
        error={faultAt(create.error, "uri")}
        type="url"
        required
        value={uri}
        placeholder="https://mcp.example.com/mcp"
        onChange={(text) => change({ uri: text })}
      />
      <TextField
        label="Name"
        hint="For the consent page."
        maxLength={255}
        value={name}
        onChange={(text) => change({ name: text })}
      />
      <TextField
        label="Scopes"
        hint="One on each line; after a space, what it lets a client do."
        error={faultAt(create.error, "scopes")}
        rows={4}
        value={scopes}
        placeholder="files:read See your files"
        onChange={(text) => change({ scopes: text })}
      />
      <Tick
        isOn={isPrivate}
        words="Private: only clients that are made for it"
        onChange={(isOn) => change({ isPrivate: isOn })}
      />
      <Tick
        isOn={isOpaque}
        words="Opaque tokens: it asks about each of them"
        onChange={(isOn) => change({ isOpaque: isOn })}
      />
      <Button type="submit" look="main" isBusy={create.isPending}>
        Register
      </Button>
    </form>
  );
}
