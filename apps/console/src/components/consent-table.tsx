import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import type { inferOutput } from "@trpc/tanstack-react-query";
import type { ReactElement } from "react";
import { rpc } from "../rpc.ts";
import type { ConsentFilter } from "../rules/grant-filter.ts";
import { useMay } from "../session.ts";
import { Addresses } from "../ui/addresses.tsx";
import { ConfirmButton } from "../ui/confirm.tsx";
import { type Column, ListTable } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";
import { showToast } from "../ui/toasts.tsx";
import { ClientLink, UserLink } from "./links.tsx";

type Consent = inferOutput<typeof rpc.consents.list>["items"][number];

const columns: readonly Column<Consent>[] = [
  {
    title: "User",
    cell: ({ userId, userEmail, clientId, clientName, grantedScopes }) => (
      <>
        <UserLink userId={userId} email={userEmail} />
        <span className="block sm:hidden">
          <ClientLink clientId={clientId} name={clientName} />
        </span>
        <code className="mt-0.5 block text-soft lg:hidden">{grantedScopes.join(" ")}</code>
      </>
    ),
    isWide: true,
  },
  {
    title: "Client",
    cell: ({ clientId, clientName }) => <ClientLink clientId={clientId} name={clientName} />,
    from: "sm",
  },
  { title: "Scopes", cell: ({ grantedScopes }) => <code>{grantedScopes.join(" ")}</code>, from: "lg", isWide: true },
  { title: "Resource", cell: ({ resources }) => <Addresses uris={resources} />, from: "xl", isWide: true },
  { title: "Updated", cell: ({ updatedAt }) => <Time at={updatedAt} />, from: "xl" },
  { title: "Expires", cell: ({ expiresAt }) => <Time at={expiresAt} />, from: "md" },
];

const actions: Column<Consent> = { title: "Actions", cell: (consent) => <Revoke consent={consent} />, isRight: true };

/** Consents: what users allowed clients to do. */
export function ConsentTable({ filter }: { filter: ConsentFilter }): ReactElement {
  const mayChange = useMay("operator");
  const list = useInfiniteQuery(
    rpc.consents.list.infiniteQueryOptions(filter, { getNextPageParam: ({ nextCursor }) => nextCursor }),
  );
  return (
    <ListTable
      label="Consents"
      list={list}
      keyOf={({ userId, clientId, resources }) => `${userId} ${clientId} ${resources.join(" ")}`}
      empty="No consents yet"
      columns={mayChange ? [...columns, actions] : columns}
    />
  );
}

function Revoke({ consent }: { consent: Consent }): ReactElement {
  const { userId, clientId, userEmail = "this user", clientName = clientId } = consent;
  const revoke = useMutation(
    rpc.consents.revoke.mutationOptions({
      onSuccess: () => showToast(`Consent of ${userEmail} for ${clientName} revoked`),
    }),
  );
  return (
    <ConfirmButton
      label="Revoke"
      title={`Revoke the consent of ${userEmail} for ${clientName}?`}
      action="Revoke"
      onConfirm={() => revoke.mutateAsync({ userId, clientId })}
    >
      <p>
        The client’s authorization codes and tokens for this user are revoked immediately, for every resource. The
        client can ask for consent again.
      </p>
    </ConfirmButton>
  );
}
