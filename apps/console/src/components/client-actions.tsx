import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import type { inferOutput } from "@trpc/tanstack-react-query";
import type { ReactElement } from "react";
import { rpc } from "../rpc.ts";
import { describeRevocation } from "../rules/active-grants.ts";
import { useMay } from "../session.ts";
import { EditClientButton } from "./edit-client-button.tsx";
import { RotateSecretButton } from "./rotate-secret-button.tsx";
import { Button, buttonClass } from "../ui/button.tsx";
import { ConfirmButton } from "../ui/confirm.tsx";
import { showToast } from "../ui/toasts.tsx";

type Client = inferOutput<typeof rpc.clients.get>;

/** The actions of an operator on a client. */
export function ClientActions({ client }: { client: Client }): ReactElement {
  const { clientId, status } = client;
  return (
    <>
      {status === "active" && (
        <Link to="/clients/$clientId/trial" params={{ clientId }} className={buttonClass("plain")}>
          Test
        </Link>
      )}
      {status === "pending" && <ApprovalButtons client={client} />}
      {client.provenance !== "document" && <EditClientButton client={client} />}
      {client.tokenEndpointAuthMethod.startsWith("client_secret_") && <RotateSecretButton clientId={clientId} />}
      <RevokeGrantsButton client={client} />
      <StatusButton client={client} />
      <DeleteButton client={client} />
    </>
  );
}

function ApprovalButtons({ client: { clientId, clientName } }: { client: Client }): ReactElement {
  const approve = useMutation(
    rpc.registrations.approve.mutationOptions({ onSuccess: () => showToast(`${clientName} approved`) }),
  );
  const reject = useMutation(
    rpc.registrations.refuse.mutationOptions({ onSuccess: () => showToast(`${clientName} rejected`) }),
  );
  return (
    <>
      <Button look="main" isBusy={approve.isPending} onClick={() => approve.mutate({ clientId })}>
        Approve
      </Button>
      <Button isBusy={reject.isPending} onClick={() => reject.mutate({ clientId })}>
        Reject
      </Button>
    </>
  );
}

/** Null if the client has no active grant or the administrator is not an owner. */
function RevokeGrantsButton({
  client: { clientId, clientName, holdings: activeGrants },
}: {
  client: Client;
}): ReactElement | null {
  const mayRevoke = useMay("owner");
  const revoke = useMutation(
    rpc.grants.revokeAll.mutationOptions({ onSuccess: () => showToast(`All grants of ${clientName} revoked`) }),
  );
  if (!mayRevoke || activeGrants.grants === 0) return null;
  return (
    <ConfirmButton
      label="Revoke all grants"
      title={`Revoke all grants of ${clientName}?`}
      action="Revoke all"
      onConfirm={() => revoke.mutateAsync({ clientId })}
    >
      <p>{describeRevocation(activeGrants)}</p>
      <p>Consents stay: users can sign in to the client again without a new consent.</p>
    </ConfirmButton>
  );
}

function StatusButton({
  client: { clientId, clientName, status, holdings: activeGrants },
}: {
  client: Client;
}): ReactElement {
  const setActive = useMutation(rpc.clients.setActive.mutationOptions());

  async function enable(): Promise<void> {
    await setActive.mutateAsync({ clientId, isActive: true });
    showToast(`${clientName} enabled`);
  }

  async function disable(): Promise<void> {
    await setActive.mutateAsync({ clientId, isActive: false });
    showToast(`${clientName} disabled`, () => void enable());
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
      <p>{describeRevocation(activeGrants)}</p>
      <p>The client gets no new tokens. You can enable it again; its users then sign in again.</p>
    </ConfirmButton>
  );
}

function DeleteButton({ client: { clientId, clientName, holdings: activeGrants } }: { client: Client }): ReactElement {
  const navigate = useNavigate();
  const remove = useMutation(rpc.clients.delete.mutationOptions());

  async function destroy(): Promise<void> {
    await remove.mutateAsync({ clientId });
    showToast(`${clientName} deleted`);
    await navigate({ to: "/clients" });
  }

  return (
    <ConfirmButton
      label="Delete"
      look="bad"
      title={`Delete ${clientName}?`}
      action="Delete permanently"
      onConfirm={destroy}
    >
      <p>{describeRevocation(activeGrants)}</p>
      <p>
        The client ID, tokens and consents are deleted permanently. To stop the client for a while, disable it instead.
      </p>
    </ConfirmButton>
  );
}
