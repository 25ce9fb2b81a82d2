import { useMutation } from "@tanstack/react-query";
import type { inferInput, inferOutput } from "@trpc/tanstack-react-query";
import { type FormEvent, type ReactElement, useState } from "react";
import { rpc } from "../rpc.ts";
import { faultAt } from "../rules/failure.ts";
import { readLines } from "../rules/lines.ts";
import { Button } from "../ui/button.tsx";
import { DialogBox } from "../ui/dialog.tsx";
import { FailureNotice } from "../ui/notice.tsx";
import { TextField } from "../ui/text-field.tsx";
import { showToast } from "../ui/toasts.tsx";

type Client = inferOutput<typeof rpc.clients.get>;

export function EditClientButton({ client }: { client: Client }): ReactElement {
  const [isOpen, setIsOpen] = useState(false);

  function done(): void {
    showToast(`${client.clientName} saved`);
    setIsOpen(false);
  }

  return (
    <>
      <Button onClick={() => setIsOpen(true)}>Edit</Button>
      <DialogBox title={`Edit ${client.clientName}`} isOpen={isOpen} onClose={() => setIsOpen(false)}>
        <EditClientForm client={client} onDone={done} />
      </DialogBox>
    </>
  );
}

function draftOf({ clientName, clientDescription, redirectUris, scopes, defaultResource }: Client) {
  return {
    name: clientName,
    description: clientDescription ?? "",
    redirectUris: redirectUris.join("\n"),
    scopes: scopes?.join(" ") ?? "",
    defaultResource: defaultResource ?? "",
  };
}

type Draft = ReturnType<typeof draftOf>;

function EditClientForm({ client, onDone }: { client: Client; onDone: () => void }): ReactElement {
  // Keep the version that the form shows: a later change by someone else must lead to a conflict.
  const [seen] = useState(client);
  const [draft, setDraft] = useState(() => draftOf(client));
  const update = useMutation(rpc.clients.update.mutationOptions({ onSuccess: onDone }));
  const change = (more: Partial<Draft>): void => setDraft({ ...draft, ...more });

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    update.mutate(toInput(seen, draft));
  }

  return (
    <form onSubmit={submit} className="grid gap-4">
      {update.isError && <FailureNotice error={update.error} />}
      <TextField
        label="Name"
        hint="If you change the name or the redirect URIs, every user is asked for consent again."
        error={faultAt(update.error, "clientName")}
        maxLength={255}
        required
        value={draft.name}
        onChange={(name) => change({ name })}
      />
      <TextField
        label="Description"
        maxLength={1000}
        value={draft.description}
        onChange={(text) => change({ description: text })}
      />
      <TextField
        label="Redirect URIs"
        error={faultAt(update.error, "redirectUris")}
        rows={4}
        value={draft.redirectUris}
        onChange={(redirectUris) => change({ redirectUris })}
      />
      <TextField
        label="Scopes"
        hint="Separated by spaces. Leave empty to allow every scope that is not privileged."
        error={faultAt(update.error, "scopes")}
        value={draft.scopes}
        onChange={(scopes) => change({ scopes })}
      />
      <TextField
        label="MCP server"
        error={faultAt(update.error, "defaultResource", "resource")}
        type="url"
        value={draft.defaultResource}
        onChange={(defaultResource) => change({ defaultResource })}
      />
      <Button type="submit" look="main" isBusy={update.isPending}>
        Save
      </Button>
    </form>
  );
}

/** Only the changed members, so that users are asked for consent again only if they must be. */
function toInput(client: Client, draft: Draft): inferInput<typeof rpc.clients.update> {
  const { clientId, version } = client;
  const before = draftOf(client);
  const is = (name: keyof Draft): boolean => draft[name] !== before[name];
  const scopes = draft.scopes.split(/\s+/).filter((scope) => scope !== "");
  return {
    clientId,
    version,
    ...(is("name") && { clientName: draft.name.trim() }),
    ...(is("description") && { clientDescription: draft.description.trim() || null }),
    ...(is("redirectUris") && { redirectUris: readLines(draft.redirectUris) }),
    ...(is("scopes") && { scopes: scopes.length === 0 ? null : scopes }),
    ...(is("defaultResource") && { defaultResource: draft.defaultResource.trim() || null }),
  };
}
