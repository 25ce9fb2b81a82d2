import { useMutation, useQuery } from "@tanstack/react-query";
import type { inferOutput } from "@trpc/tanstack-react-query";
import type { ReactElement } from "react";
import { rpc } from "../rpc.ts";
import { useMay } from "../session.ts";
import { Awaited } from "../ui/awaited.tsx";
import { Badge, type Tone } from "../ui/badge.tsx";
import { ConfirmButton } from "../ui/confirm.tsx";
import { Page } from "../ui/page.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";
import { tell } from "../ui/toasts.tsx";

type Key = inferOutput<typeof rpc.keys.list>["items"][number];

const states: Readonly<Record<Key["state"], { words: string; tone: Tone }>> = {
  announced: { words: "Announced", tone: "accent" },
  signing: { words: "Signs", tone: "good" },
  retiring: { words: "Verifies only", tone: "plain" },
};

const columns: readonly Column<Key>[] = [
  {
    title: "Key",
    cell: ({ kid, alg }) => (
      <>
        <span className="font-semibold">{alg}</span> <code className="block text-soft">{kid}</code>
      </>
    ),
  },
  { title: "State", cell: ({ state }) => <Badge tone={states[state].tone}>{states[state].words}</Badge> },
  { title: "Signs from", cell: ({ activeFrom }) => <Time at={activeFrom} />, from: "sm" },
  {
    title: "Gone",
    cell: ({ retiresAt }) => (retiresAt === undefined ? "" : <Time at={retiresAt} />),
    from: "md",
  },
];

const actions: Column<Key> = { title: "Actions", cell: (key) => <RevokeKey signingKey={key} />, isRight: true };

/** What signs the tokens. */
export function KeysPage(): ReactElement {
  const keys = useQuery(rpc.keys.list.queryOptions());
  const mayRotate = useMay("operator");
  const mayRevoke = useMay("owner");
  return (
    <Page
      title="Signing keys"
      about="They are replaced by themselves, and announced before: nobody has to do anything here."
      actions={mayRotate && <Rotate />}
    >
      <Awaited query={keys}>
        {({ items }) => (
          <Table
            label="Signing keys"
            rows={items}
            keyOf={({ kid }) => kid}
            columns={mayRevoke ? [...columns, actions] : columns}
          />
        )}
      </Awaited>
    </Page>
  );
}

function Rotate(): ReactElement {
  const rotate = useMutation(rpc.keys.rotate.mutationOptions({ onSuccess: () => tell("New keys sign from now on") }));
  return (
    <ConfirmButton
      label="Replace now"
      title="Replace the signing keys now?"
      action="Replace them"
      onConfirm={() => rotate.mutateAsync()}
    >
      <p>
        New keys sign from now on. What the old ones signed stays good until it expires; whoever keeps a copy of the
        published keys has to fetch them anew.
      </p>
    </ConfirmButton>
  );
}

function RevokeKey({ signingKey: { kid, alg } }: { signingKey: Key }): ReactElement {
  const revoke = useMutation(rpc.keys.revoke.mutationOptions({ onSuccess: () => tell("The key is revoked") }));
  return (
    <ConfirmButton
      label="Revoke"
      title={`Revoke this ${alg} key?`}
      action="Revoke the key"
      word={kid}
      onConfirm={() => revoke.mutateAsync({ kid })}
    >
      <p>
        For a key that others may know. Every token that it signed is refused at once, as soon as resource servers fetch
        the keys anew: clients have to refresh, and people without refresh tokens to sign in again.
      </p>
    </ConfirmButton>
  );
}
