import { useMutation, useQuery } from "@tanstack/react-query";
import type { inferOutput } from "@trpc/tanstack-react-query";
import type { ReactElement } from "react";
import { rpc } from "../rpc.ts";
import { useMay } from "../session.ts";
import { QueryResult } from "../ui/query-result.tsx";
import { Badge, type Tone } from "../ui/badge.tsx";
import { ConfirmButton } from "../ui/confirm.tsx";
import { Page } from "../ui/page.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";
import { showToast } from "../ui/toasts.tsx";

type Key = inferOutput<typeof rpc.keys.list>["items"][number];

const states: Readonly<Record<Key["state"], { label: string; tone: Tone }>> = {
  announced: { label: "Published", tone: "accent" },
  signing: { label: "Active", tone: "good" },
  retiring: { label: "Verification only", tone: "plain" },
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
  { title: "Status", cell: ({ state }) => <Badge tone={states[state].tone}>{states[state].label}</Badge> },
  { title: "Active from", cell: ({ activeFrom }) => <Time at={activeFrom} />, from: "sm" },
  {
    title: "Removed on",
    cell: ({ retiresAt }) => (retiresAt === undefined ? "" : <Time at={retiresAt} />),
    from: "md",
  },
];

const actions: Column<Key> = { title: "Actions", cell: (key) => <RevokeKey signingKey={key} />, isRight: true };

/** The keys that sign tokens. */
export function KeysPage(): ReactElement {
  const keys = useQuery(rpc.keys.list.queryOptions());
  const mayRotate = useMay("operator");
  const mayRevoke = useMay("owner");
  return (
    <Page
      title="Signing keys"
      about="Keys rotate automatically. Each new key is published in the JWKS before it signs, so you need to do nothing here."
      actions={mayRotate && <Rotate />}
    >
      <QueryResult query={keys}>
        {({ items }) => (
          <Table
            label="Signing keys"
            rows={items}
            keyOf={({ kid }) => kid}
            columns={mayRevoke ? [...columns, actions] : columns}
          />
        )}
      </QueryResult>
    </Page>
  );
}

function Rotate(): ReactElement {
  const rotate = useMutation(rpc.keys.rotate.mutationOptions({ onSuccess: () => showToast("Signing keys rotated") }));
  return (
    <ConfirmButton
      label="Rotate now"
      title="Rotate the signing keys now?"
      action="Rotate keys"
      onConfirm={() => rotate.mutateAsync()}
    >
      <p>
        New keys sign from now on. Tokens that the old keys signed stay valid until they expire. Resource servers that
        cache the JWKS have to fetch it again.
      </p>
    </ConfirmButton>
  );
}

function RevokeKey({ signingKey: { kid, alg } }: { signingKey: Key }): ReactElement {
  const revoke = useMutation(rpc.keys.revoke.mutationOptions({ onSuccess: () => showToast("Key revoked") }));
  return (
    <ConfirmButton
      label="Revoke"
      title={`Revoke this ${alg} key?`}
      action="Revoke key"
      word={kid}
      onConfirm={() => revoke.mutateAsync({ kid })}
    >
      <p>
        Revoke a key when others may know it. Every token that it signed is refused, at the latest when resource servers
        fetch the JWKS again. Clients have to refresh, and users of clients without refresh tokens sign in again.
      </p>
    </ConfirmButton>
  );
}
