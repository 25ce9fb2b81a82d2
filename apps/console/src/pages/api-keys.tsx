import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { type ReactElement, useState } from "react";
import { NewApiKeyForm } from "../components/new-api-key-form.tsx";
import { rpc } from "../rpc.ts";
import { useMay, useSession } from "../session.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { ConfirmButton } from "../ui/confirm.tsx";
import { DialogBox } from "../ui/dialog.tsx";
import { Page } from "../ui/page.tsx";
import { ListTable } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";
import { showToast } from "../ui/toasts.tsx";

/** API keys, with which programs call the admin API. */
export function ApiKeysPage(): ReactElement {
  const { userId } = useSession();
  const seesAll = useMay("owner");
  const list = useInfiniteQuery(
    rpc.apiKeys.list.infiniteQueryOptions({}, { getNextPageParam: ({ nextCursor }) => nextCursor }),
  );
  return (
    <Page
      title="API keys"
      about={`Keys for programs that call the admin API. You see ${seesAll ? "everyone’s" : "only your own"}.`}
      actions={<NewApiKey />}
    >
      <ListTable
        label="API keys"
        list={list}
        keyOf={({ keyId }) => keyId}
        empty="No API keys yet. Create one for a program that calls the admin API."
        columns={[
          {
            title: "Key",
            cell: ({ name, keyId, makerId }) => (
              <>
                <span className="font-semibold">{name}</span> {makerId === userId && <Badge>yours</Badge>}
                <code className="block text-soft">{keyId}</code>
              </>
            ),
          },
          { title: "Role", cell: ({ role }) => <Badge tone="accent">{role}</Badge>, from: "sm" },
          {
            title: "Last used",
            cell: ({ lastUsedAt }) => (lastUsedAt === undefined ? "Never" : <Time at={lastUsedAt} />),
            from: "md",
          },
          { title: "Expires", cell: ({ expiresAt }) => <Time at={expiresAt} />, from: "sm" },
          { title: "Actions", cell: (key) => <RevokeKey {...key} />, isRight: true },
        ]}
      />
    </Page>
  );
}

function RevokeKey({ keyId, name }: { keyId: string; name: string }): ReactElement {
  const revoke = useMutation(rpc.apiKeys.revoke.mutationOptions({ onSuccess: () => showToast(`${name} revoked`) }));
  return (
    <ConfirmButton
      label="Revoke"
      title={`Revoke ${name}?`}
      action="Revoke"
      onConfirm={() => revoke.mutateAsync({ keyId })}
    >
      <p>Programs that use this key are refused immediately. This cannot be undone: they need a new key.</p>
    </ConfirmButton>
  );
}

function NewApiKey(): ReactElement {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button look="main" onClick={() => setIsOpen(true)}>
        <Plus aria-hidden size={16} /> New key
      </Button>
      <DialogBox title="New API key" isOpen={isOpen} onClose={() => setIsOpen(false)}>
        <NewApiKeyForm />
      </DialogBox>
    </>
  );
}
