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
import { tell } from "../ui/toasts.tsx";
import { ClientLink, UserLink } from "./links.tsx";

type Consent = inferOutput<typeof rpc.consents.list>["items"][number];

const columns: readonly Column<Consent>[] = [
  {
    title: "Person",
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
  { title: "Allowed", cell: ({ grantedScopes }) => <code>{grantedScopes.join(" ")}</code>, from: "lg", isWide: true },
  { title: "Where", cell: ({ resources }) => <Addresses uris={resources} />, from: "xl", isWide: true },
  { title: "Changed", cell: ({ updatedAt }) => <Time at={updatedAt} />, from: "xl" },
  { title: "Ends", cell: ({ expiresAt }) => <Time at={expiresAt} />, from: "md" },
];

const actions: Column<Consent> = { title: "Actions", cell: (consent) => <Revoke consent={consent} />, isRight: true };

/** What people allowed clients. */
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
      empty="Nothing is allowed."
      columns={mayChange ? [...columns, actions] : columns}
    />
  );
}

function Revoke({ consent }: { consent: Consent }): ReactElement {
  const { userId, clientId, userEmail = "this person", clientName = clientId } = consent;
  const revoke = useMutation(
    rpc.consents.revoke.mutationOptions({ onSuccess: () => tell(`${clientName} may do nothing for ${userEmail}`) }),
  );
  return (
    <ConfirmButton
      label="Revoke"
      title={`Take back what ${userEmail} allowed ${clientName}?`}
      action="Revoke"
      onConfirm={() => revoke.mutateAsync({ userId, clientId })}
    >
      <p>Its codes and tokens for this person stop working at once, for every resource. It can ask again.</p>
    </ConfirmButton>
  );
}
