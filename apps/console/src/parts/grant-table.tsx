import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import type { inferOutput } from "@trpc/tanstack-react-query";
import type { ReactElement } from "react";
import { rpc } from "../rpc.ts";
import { type GrantFilter, toGrantQuery } from "../rules/grant-filter.ts";
import { grantWords } from "../rules/grant-words.ts";
import { useMay } from "../session.ts";
import { Addresses } from "../ui/addresses.tsx";
import { Badge } from "../ui/badge.tsx";
import { ConfirmButton } from "../ui/confirm.tsx";
import { type Column, ListTable } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";
import { tell } from "../ui/toasts.tsx";
import { ClientLink, UserLink } from "./links.tsx";

type Grant = inferOutput<typeof rpc.grants.list>["items"][number];

const columns: readonly Column<Grant>[] = [
  {
    title: "Who for whom",
    cell: ({ clientId, clientName, userId, userEmail, scopes }) => (
      <>
        <ClientLink clientId={clientId} name={clientName} /> <span className="text-soft">for</span>{" "}
        <UserLink userId={userId} email={userEmail} />
        <code className="mt-0.5 block text-soft lg:hidden">{scopes.join(" ")}</code>
      </>
    ),
    isWide: true,
  },
  { title: "State", cell: ({ state }) => <StateBadge state={state} /> },
  { title: "Scopes", cell: ({ scopes }) => <code>{scopes.join(" ")}</code>, from: "lg", isWide: true },
  { title: "Where", cell: ({ resources }) => <Addresses uris={resources} />, from: "xl", isWide: true },
  { title: "Last used", cell: ({ lastUsedAt }) => <Time at={lastUsedAt} />, from: "sm" },
  { title: "Ends", cell: ({ expiresAt }) => <Time at={expiresAt} />, from: "xl" },
];

const actions: Column<Grant> = { title: "Actions", cell: (grant) => <End grant={grant} />, isRight: true };

/** What clients hold: one row for each sign-in at one. */
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
      empty="There is no such grant."
      columns={mayChange ? [...columns, actions] : columns}
    />
  );
}

export function StateBadge({ state }: { state: string }): ReactElement {
  const { words, tone } = grantWords(state);
  return <Badge tone={tone}>{words}</Badge>;
}

function End({ grant: { grantId, state, clientName, clientId, userEmail } }: { grant: Grant }): ReactElement | null {
  const revoke = useMutation(rpc.grants.revoke.mutationOptions({ onSuccess: () => tell("The grant is ended") }));
  if (state !== "alive") return null;
  return (
    <ConfirmButton
      label="End"
      title="End the grant?"
      action="End the grant"
      onConfirm={() => revoke.mutateAsync({ grantId })}
    >
      <p>
        All tokens that {clientName ?? clientId} holds by this sign-in of {userEmail ?? "somebody"} stop working at
        once. What the person allowed stays: the client can send them to sign in again.
      </p>
    </ConfirmButton>
  );
}
