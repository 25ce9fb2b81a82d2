import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { inferInput, inferOutput } from "@trpc/tanstack-react-query";
import { type FormEvent, type ReactElement, useState } from "react";
import { rpc } from "../rpc.ts";
import type { ClientProfile } from "../rules/client-profiles.ts";
import { faultAt } from "../rules/failure.ts";
import { readLines } from "../rules/lines.ts";
import { Button, buttonClass } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { FailureNotice } from "../ui/notice.tsx";
import { Card, Facts } from "../ui/page.tsx";
import { TextField, Tick } from "../ui/text-field.tsx";
import { SecretBox } from "./secret-box.tsx";

export type Created = inferOutput<typeof rpc.clients.create>;

interface Draft {
  name: string;
  redirectUris: string;
  hasSecret: boolean;
  defaultResource: string;
}

interface Props {
  profile: ClientProfile;
  isDisabled: boolean;
  onCreated: (created: Created) => void;
}

/** Starts with the known values of the chosen application. */
export function NewClientForm({ profile, isDisabled, onCreated }: Props): ReactElement {
  const [draft, setDraft] = useState<Draft>({
    name: profile.id === "other" ? "" : profile.name,
    redirectUris: profile.redirectUris.join("\n"),
    hasSecret: profile.secretMethod !== undefined,
    defaultResource: "",
  });
  const create = useMutation(rpc.clients.create.mutationOptions({ onSuccess: onCreated }));
  const change = (more: Partial<Draft>): void => setDraft({ ...draft, ...more });

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    create.mutate(toInput(draft, profile));
  }

  return (
    <form onSubmit={submit} className="grid max-w-2xl gap-4">
      {create.isError && <FailureNotice error={create.error} />}
      <TextField
        label="Name"
        hint="Users see this name on the consent page."
        error={faultAt(create.error, "clientName")}
        value={draft.name}
        maxLength={255}
        required
        onChange={(name) => change({ name })}
      />
      <TextField
        label="Redirect URIs"
        hint={profile.hint ?? "One URI per line. http://127.0.0.1/… without a port matches every port."}
        error={faultAt(create.error, "redirectUris")}
        rows={4}
        value={draft.redirectUris}
        required
        onChange={(redirectUris) => change({ redirectUris })}
      />
      <Tick
        isOn={draft.hasSecret}
        label="This client can keep a secret"
        hint="Select this for server applications. Leave it off for desktop, mobile and browser applications."
        onChange={(hasSecret) => change({ hasSecret })}
      />
      <ServerField
        value={draft.defaultResource}
        error={faultAt(create.error, "defaultResource", "resource")}
        onChange={(defaultResource) => change({ defaultResource })}
      />
      <div>
        <Button type="submit" look="main" isBusy={create.isPending} disabled={isDisabled}>
          Create client
        </Button>
      </div>
    </form>
  );
}

interface ServerFieldProps {
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

function ServerField({ value, error, onChange }: ServerFieldProps): ReactElement {
  const { data } = useQuery(rpc.resources.list.queryOptions());
  return (
    <>
      <TextField
        label="MCP server"
        hint="The default when a request has no resource parameter. The client can still request others. An unknown URL is registered as a new resource."
        error={error}
        type="url"
        list="known-resources"
        value={value}
        placeholder="https://mcp.example.com/mcp"
        onChange={onChange}
      />
      <datalist id="known-resources">
        {data?.items.map(({ uri }) => (
          <option key={uri} value={uri} />
        ))}
      </datalist>
    </>
  );
}

function toInput(
  { name, redirectUris, hasSecret, defaultResource }: Draft,
  { secretMethod }: ClientProfile,
): inferInput<typeof rpc.clients.create> {
  const server = defaultResource.trim();
  return {
    clientName: name.trim(),
    redirectUris: readLines(redirectUris),
    clientType: hasSecret ? "confidential" : "public",
    ...(hasSecret && secretMethod !== undefined ? { tokenEndpointAuthMethod: secretMethod } : {}),
    ...(server === "" ? {} : { defaultResource: server }),
  };
}

/** The last step of the wizard: the client ID and secret to copy into the application. */
export function CreatedClient({ created, hint }: { created: Created; hint: string | undefined }): ReactElement {
  const { clientId, clientName, clientSecret } = created;
  return (
    <Card title={`${clientName} created`}>
      <div className="grid gap-4">
        {clientSecret !== undefined && <SecretBox name="Client secret" secret={clientSecret} />}
        <Facts
          facts={[
            [
              "Client ID",
              <span key="id" className="flex flex-wrap items-center gap-2">
                <code data-client-id>{clientId}</code> <CopyButton text={clientId} what="client ID" />
              </span>,
            ],
            ["Authentication method", created.tokenEndpointAuthMethod],
          ]}
        />
        {hint !== undefined && <p className="text-soft">{hint}</p>}
        <div>
          <Link to="/clients/$clientId" params={{ clientId }} className={buttonClass("plain")}>
            Open client
          </Link>
        </div>
      </div>
    </Card>
  );
}
