import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import type { inferOutput } from "@trpc/tanstack-react-query";
import type { ReactElement } from "react";
import { rpc } from "../rpc.ts";
import { useMay } from "../session.ts";
import { Badge } from "../ui/badge.tsx";
import { ConfirmButton } from "../ui/confirm.tsx";
import { type Column, ListTable } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";
import { tell } from "../ui/toasts.tsx";

type Session = inferOutput<typeof rpc.sessions.list>["items"][number];

const columns: readonly Column<Session>[] = [
  {
    title: "Browser",
    cell: ({ userAgent, audience }) => (
      <>
        {userAgent ?? "unknown"} {audience === "admin" && <Badge tone="accent">console</Badge>}
      </>
    ),
  },
  { title: "From", cell: ({ address }) => <code>{address}</code>, from: "md" },
  { title: "Signed in", cell: ({ signedInAt }) => <Time at={signedInAt} />, from: "sm" },
  { title: "Ends", cell: ({ expiresAt }) => <Time at={expiresAt} />, from: "sm" },
];

/** Where a person is signed in. */
export function SessionTable({ userId }: { userId: string }): ReactElement {
  const mayChange = useMay("operator");
  const list = useInfiniteQuery(
    rpc.sessions.list.infiniteQueryOptions({ userId }, { getNextPageParam: ({ nextCursor }) => nextCursor }),
  );
  const actions: Column<Session> = {
    title: "Actions",
    cell: ({ sessionId }) => <End userId={userId} sessionId={sessionId} />,
    isRight: true,
  };
  return (
    <ListTable
      label="Sessions"
      list={list}
      keyOf={({ sessionId }) => sessionId}
      empty="They are signed in nowhere."
      columns={mayChange ? [...columns, actions] : columns}
    />
  );
}

function End({ userId, sessionId }: { userId: string; sessionId: string }): ReactElement {
  const revoke = useMutation(rpc.sessions.revoke.mutationOptions({ onSuccess: () => tell("The session is ended") }));
  return (
    <ConfirmButton
      label="End"
      title="End the session?"
      action="End the session"
      onConfirm={() => revoke.mutateAsync({ userId, sessionId })}
    >
      <p>That browser is signed out. What the person allowed applications stays.</p>
    </ConfirmButton>
  );
}
