import { useMutation } from "@tanstack/react-query";
import type { inferOutput } from "@trpc/tanstack-react-query";
import { Plus } from "lucide-react";
import { type FormEvent, type ReactElement, useState } from "react";
import { rpc } from "../rpc.ts";
import { faultAt } from "../rules/failure.ts";
import { readScopeLines, toScopeLines } from "../rules/scope-lines.ts";
import { Button } from "../ui/button.tsx";
import { DialogBox } from "../ui/dialog.tsx";
import { FailureNotice } from "../ui/notice.tsx";
import { TextField, Tick } from "../ui/text-field.tsx";
import { showToast } from "../ui/toasts.tsx";

type Resource = inferOutput<typeof rpc.resources.list>["items"][number];

export function NewResourceButton(): ReactElement {
  const [isOpen, setIsOpen] = useState(false);
  const create = useMutation(
    rpc.resources.create.mutationOptions({
      onSuccess: () => {
        showToast("Resource created");
        setIsOpen(false);
      },
    }),
  );

  function submit({ uri, name, scopes, isPrivate, isOpaque }: Draft): void {
    create.mutate({
      uri: uri.trim(),
      scopes: readScopeLines(scopes),
      ...(name.trim() !== "" && { name: name.trim() }),
      ...(isPrivate && { isPrivate }),
      ...(isOpaque && { tokenFormat: "opaque" }),
    });
  }

  return (
    <>
      <Button look="main" onClick={() => setIsOpen(true)}>
        <Plus aria-hidden size={16} /> New resource
      </Button>
      <DialogBox title="New resource" isOpen={isOpen} onClose={() => setIsOpen(false)}>
        <ResourceForm first={blank} isNew isBusy={create.isPending} error={create.error} onSubmit={submit} />
      </DialogBox>
    </>
  );
}

export function EditResourceButton({ resource }: { resource: Resource }): ReactElement {
  const [edited, setEdited] = useState<Resource>();
  const update = useMutation(
    rpc.resources.update.mutationOptions({
      onSuccess: () => {
        showToast("Resource saved");
        setEdited(undefined);
      },
    }),
  );

  /** Sends the version that the form was opened with, so that a change by someone else leads to a conflict. */
  function submit({ uri, version, scopes: known }: Resource, { name, scopes, isPrivate, isOpaque }: Draft): void {
    update.mutate({
      uri,
      version,
      name: name.trim() === "" ? null : name.trim(),
      scopes: readScopeLines(scopes, known),
      isPrivate,
      tokenFormat: isOpaque ? "opaque" : null,
    });
  }

  return (
    <>
      <Button onClick={() => setEdited(resource)}>Edit</Button>
      <DialogBox title="Edit resource" isOpen={edited !== undefined} onClose={() => setEdited(undefined)}>
        {edited !== undefined && (
          <ResourceForm
            first={draftOf(edited)}
            isBusy={update.isPending}
            error={update.error}
            onSubmit={(draft) => submit(edited, draft)}
          />
        )}
      </DialogBox>
    </>
  );
}

const blank = { uri: "", name: "", scopes: "", isPrivate: false, isOpaque: false };

type Draft = typeof blank;

function draftOf({ uri, name = "", scopes, isPrivate, tokenFormat }: Resource): Draft {
  return { uri, name, scopes: toScopeLines(scopes), isPrivate, isOpaque: tokenFormat === "opaque" };
}

interface Props {
  first: Draft;
  /** A new resource: its URI can be edited. */
  isNew?: boolean;
  isBusy: boolean;
  error: unknown;
  onSubmit: (draft: Draft) => void;
}

function ResourceForm({ first, isNew = false, isBusy, error, onSubmit }: Props): ReactElement {
  const [draft, setDraft] = useState(first);
  const change = (more: Partial<Draft>): void => setDraft({ ...draft, ...more });

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    onSubmit(draft);
  }

  return (
    <form onSubmit={submit} className="grid gap-4">
      {error !== null && <FailureNotice error={error} />}
      <TextField
        label="URI"
        hint="The URL that clients use, and the audience of its tokens. You cannot change it later."
        error={faultAt(error, "uri")}
        type="url"
        required
        disabled={!isNew}
        value={draft.uri}
        placeholder="https://mcp.example.com/mcp"
        onChange={(uri) => change({ uri })}
      />
      <TextField
        label="Name"
        hint="Users see this name on the consent page."
        maxLength={255}
        value={draft.name}
        onChange={(name) => change({ name })}
      />
      <TextField
        label="Scopes"
        hint="One scope per line: the name, a space, and a description for the consent page."
        error={faultAt(error, "scopes")}
        rows={4}
        value={draft.scopes}
        placeholder="files:read See your files"
        onChange={(scopes) => change({ scopes })}
      />
      <Tick
        isOn={draft.isPrivate}
        label="Private: only clients with this MCP server can request tokens for it"
        onChange={(isPrivate) => change({ isPrivate })}
      />
      <Tick
        isOn={draft.isOpaque}
        label="Opaque access tokens: the resource server introspects them"
        onChange={(isOpaque) => change({ isOpaque })}
      />
      <Button type="submit" look="main" isBusy={isBusy}>
        {isNew ? "Create" : "Save"}
      </Button>
    </form>
  );
}
