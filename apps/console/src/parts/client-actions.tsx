import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import type { inferOutput } from "@trpc/tanstack-react-query";
import type { ReactElement } from "react";
import { rpc } from "../rpc.ts";
import { describeEnd } from "../rules/holdings.ts";
import { useMay } from "../session.ts";
import { EditClientButton } from "./edit-client-button.tsx";
import { RotateSecretButton } from "./rotate-secret-button.tsx";
import { Button, buttonClass } from "../ui/button.tsx";
import { ConfirmButton } from "../ui/confirm.tsx";
import { tell } from "../ui/toasts.tsx";

type Client = inferOutput<typeof rpc.clients.get>;

/** What an operator can do about a client. */
export function ClientActions({ client }: { client: Client }): ReactElement {
  const { clientId, status } = client;
  return (
    <>
      {status === "active" && (
        <Link to="/clients/$clientId/trial" params={{ clientId }} className={buttonClass("plain")}>
          Try it
        </Link>
      )}
      {status === "pending" && <Admission client={client} />}
      {client.provenance !== "document" && <EditClientButton client={client} />}
      {client.tokenEndpointAuthMethod.startsWith("client_secret_") && <RotateSecretButton clientId={clientId} />}
      <EndGrants client={client} />
      <Switch client={client} />
      <Delete client={client} />
    </>
  );
}

function Admission({ client: { clientId, clientName } }: { client: Client }): ReactElement {
  const approve = useMutation(
    rpc.registrations.approve.mutationOptions({ onSuccess: () => tell(`${clientName} is approved`) }),
  );
  const refuse = useMutation(
    rpc.registrations.refuse.mutationOptions({ onSuccess: () => tell(`${clientName} is turned away`) }),
  );
  return (
    <>
      <Button look="main" isBusy={approve.isPending} onClick={() => approve.mutate({ clientId })}>
        Approve
      </Button>
      <Button isBusy={refuse.isPending} onClick={() => refuse.mutate({ clientId })}>
        Refuse
      </Button>
    </>
  );
}

/** Nothing where there is nothing to end. */
function EndGrants({ client: { clientId, clientName, holdings } }: { client: Client }): ReactElement | null {
  const mayEnd = useMay("owner");
  const end = useMutation(
    rpc.grants.revokeAll.mutationOptions({ onSuccess: () => tell(`${clientName} holds nothing any more`) }),
  );
  if (!mayEnd || holdings.grants === 0) return null;
  return (
    <ConfirmButton
      label="End all grants"
      title={`End all that ${clientName} was granted?`}
      action="End all"
      onConfirm={() => end.mutateAsync({ clientId })}
    >
      <p>{describeEnd(holdings)}</p>
      <p>What people allowed stays: the client can send them to sign in again.</p>
    </ConfirmButton>
  );
}

function Switch({ client: { clientId, clientName, status, holdings } }: { client: Client }): ReactElement {
  const setActive = useMutation(rpc.clients.setActive.mutationOptions());

  async function enable(): Promise<void> {
    await setActive.mutateAsync({ clientId, isActive: true });
    tell(`${clientName} is enabled`);
  }

  async function disable(): Promise<void> {
    await setActive.mutateAsync({ clientId, isActive: false });
    tell(`${clientName} is disabled`, () => void enable());
  }

  if (status === "disabled") {
    return (
      <Button look="main" isBusy={setActive.isPending} onClick={() => void enable()}>
        Enable
      </Button>
    );
  }
  return (
    <ConfirmButton label="Disable" title={`Disable ${clientName}?`} action="Disable" onConfirm={disable}>
      <p>{describeEnd(holdings)}</p>
      <p>It gets no tokens any more. You can enable it again; people then sign in anew.</p>
    </ConfirmButton>
  );
}

function Delete({ client: { clientId, clientName, holdings } }: { client: Client }): ReactElement {
  const navigate = useNavigate();
  const remove = useMutation(rpc.clients.delete.mutationOptions());

  async function destroy(): Promise<void> {
    await remove.mutateAsync({ clientId });
    tell(`${clientName} is deleted`);
    await navigate({ to: "/clients" });
  }

  return (
    <ConfirmButton
      label="Delete"
      look="bad"
      title={`Delete ${clientName}?`}
      action="Delete for good"
      onConfirm={destroy}
    >
      <p>{describeEnd(holdings)}</p>
      <p>Its id, its tokens and what people allowed it are gone for good. To stop it for a while, disable it.</p>
    </ConfirmButton>
  );
}
