import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import type { inferOutput } from "@trpc/tanstack-react-query";
import type { ReactElement } from "react";
import { rpc } from "../rpc.ts";
import { type GrantFilter, toGrantQuery } from "../rules/grant-filter.ts";
import { grantLabel } from "../rules/grant-labels.ts";
import { useMay } from "../session.ts";
import { Addresses } from "../ui/addresses.tsx";
import { Badge } from "../ui/badge.tsx";
import { ConfirmButton } from "../ui/confirm.tsx";
import { type Column, ListTable } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";
import { showToast } from "../ui/toasts.tsx";
import { ClientLink, UserLink } from "./links.tsx";

type Grant = inferOutput<typeof rpc.grants.list>["items"][number];

const columns: readonly Column<Grant>[] = [
  {
    title: "Client and user",
    cell: ({ clientId, clientName, userId, userEmail, scopes }) => (
      <>
        <ClientLink clientId={clientId} name={clientName} /> <span className="text-soft">for</span>{" "}
        <UserLink userId={userId} email={userEmail} />
        <code className="mt-0.5 block text-soft lg:hidden">{scopes.join(" ")}</code>
      </>
    ),
    isWide: true,
  },
  { title: "Status", cell: ({ state }) => <StateBadge state={state} /> },
  { title: "Scopes", cell: ({ scopes }) => <code>{scopes.join(" ")}</code>, from: "lg", isWide: true },
  { title: "Resource", cell: ({ resources }) => <Addresses uris={resources} />, from: "xl", isWide: true },
  { title: "Last used", cell: ({ lastUsedAt }) => <Time at={lastUsedAt} />, from: "sm" },
  { title: "Expires", cell: ({ expiresAt }) => <Time at={expiresAt} />, from: "xl" },
];

const actions: Column<Grant> = { title: "Actions", cell: (grant) => <RevokeButton grant={grant} />, isRight: true };

/** Grants: one row for each sign-in to a client. */
export function GrantTable({ filter }: { filter: GrantFilter }): ReactElement {
  const mayChange = useMay("operator");
  const list = useInfiniteQuery(
    rpc.grants.list.infiniteQueryOptions(toGrantQuery(filter), { getNextPageParam: ({ nextCursor }) => nextCursor }),
  );
  return (
    <ListTable
      label="Grants"
      list={list}
      keyOf={({ grantId }) => grantId}
      empty="No grants yet"
      columns={mayChange ? [...columns, actions] : columns}
    />
  );
}

export function StateBadge({ state }: { state: string }): ReactElement {
  const { label, tone } = grantLabel(state);
  return <Badge tone={tone}>{label}</Badge>;
}

function RevokeButton({
  grant: { grantId, state, clientName, clientId, userEmail },
}: {
  grant: Grant;
}): ReactElement | null {
  const revoke = useMutation(rpc.grants.revoke.mutationOptions({ onSuccess: () => showToast("Grant revoked") }));
  if (state !== "alive") return null;
  return (
    <ConfirmButton
      label="Revoke"
      title="Revoke this grant?"
      action="Revoke grant"
      onConfirm={() => revoke.mutateAsync({ grantId })}
    >
      <p>
        All tokens of this grant, by which {clientName ?? clientId} acts for {userEmail ?? "the user"}, are revoked
        immediately. The consent stays: the user can sign in to the client again.
      </p>
    </ConfirmButton>
  );
}
