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
import { tell } from "../ui/toasts.tsx";

type Resource = inferOutput<typeof rpc.resources.list>["items"][number];

export function NewResourceButton(): ReactElement {
  const [isOpen, setIsOpen] = useState(false);
  const create = useMutation(
    rpc.resources.create.mutationOptions({
      onSuccess: () => {
        tell("The resource is registered");
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
        tell("The resource is changed");
        setEdited(undefined);
      },
    }),
  );

  /** `seen` is what the form showed first, whatever happened meanwhile. */
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
      <DialogBox title="Edit the resource" isOpen={edited !== undefined} onClose={() => setEdited(undefined)}>
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
  /** Its address can still be chosen. */
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
        label="Address"
        hint="As clients reach it: the audience of its tokens. It stays for good."
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
        hint="For the consent page."
        maxLength={255}
        value={draft.name}
        onChange={(name) => change({ name })}
      />
      <TextField
        label="Scopes"
        hint="One on each line; after a space, what it lets a client do."
        error={faultAt(error, "scopes")}
        rows={4}
        value={draft.scopes}
        placeholder="files:read See your files"
        onChange={(scopes) => change({ scopes })}
      />
      <Tick
        isOn={draft.isPrivate}
        words="Private: only clients that are made for it"
        onChange={(isPrivate) => change({ isPrivate })}
      />
      <Tick
        isOn={draft.isOpaque}
        words="Opaque tokens: it asks about each of them"
        onChange={(isOpaque) => change({ isOpaque })}
      />
      <Button type="submit" look="main" isBusy={isBusy}>
        {isNew ? "Register" : "Save"}
      </Button>
    </form>
  );
}
