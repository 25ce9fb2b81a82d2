import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import type { inferOutput } from "@trpc/tanstack-react-query";
import type { ReactElement } from "react";
import { rpc } from "../rpc.ts";
import { useMay } from "../session.ts";
import { Badge } from "../ui/badge.tsx";
import { ConfirmButton } from "../ui/confirm.tsx";
import { type Column, ListTable } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";
import { showToast } from "../ui/toasts.tsx";

type Session = inferOutput<typeof rpc.sessions.list>["items"][number];

const columns: readonly Column<Session>[] = [
  {
    title: "Browser",
    cell: ({ userAgent, audience }) => (
      <>
        {userAgent ?? "Unknown browser"} {audience === "admin" && <Badge tone="accent">console</Badge>}
      </>
    ),
  },
  { title: "IP address", cell: ({ address }) => <code>{address}</code>, from: "md" },
  { title: "Signed in", cell: ({ signedInAt }) => <Time at={signedInAt} />, from: "sm" },
  { title: "Expires", cell: ({ expiresAt }) => <Time at={expiresAt} />, from: "sm" },
];

/** The sessions of a user. */
export function SessionTable({ userId }: { userId: string }): ReactElement {
  const mayChange = useMay("operator");
  const list = useInfiniteQuery(
    rpc.sessions.list.infiniteQueryOptions({ userId }, { getNextPageParam: ({ nextCursor }) => nextCursor }),
  );
  const actions: Column<Session> = {
    title: "Actions",
    cell: ({ sessionId }) => <RevokeButton userId={userId} sessionId={sessionId} />,
    isRight: true,
  };
  return (
    <ListTable
      label="Sessions"
      list={list}
      keyOf={({ sessionId }) => sessionId}
      empty="No sessions"
      columns={mayChange ? [...columns, actions] : columns}
    />
  );
}

function RevokeButton({ userId, sessionId }: { userId: string; sessionId: string }): ReactElement {
  const revoke = useMutation(rpc.sessions.revoke.mutationOptions({ onSuccess: () => showToast("Session revoked") }));
  return (
    <ConfirmButton
      label="Revoke"
      title="Revoke this session?"
      action="Revoke session"
      onConfirm={() => revoke.mutateAsync({ userId, sessionId })}
    >
      <p>The user is signed out of this browser. Consents and grants stay.</p>
    </ConfirmButton>
  );
}
