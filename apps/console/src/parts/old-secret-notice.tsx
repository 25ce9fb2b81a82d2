import { useMutation } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { rpc } from "../rpc.ts";
import { ConfirmButton } from "../ui/confirm.tsx";
import { Notice } from "../ui/notice.tsx";
import { Time } from "../ui/time.tsx";
import { tell } from "../ui/toasts.tsx";

interface Props {
  clientId: string;
  expiresAt: Date;
  mayChange: boolean;
}

/** Two secrets work. */
export function OldSecretNotice({ clientId, expiresAt, mayChange }: Props): ReactElement {
  const revoke = useMutation(
    rpc.clients.revokeOldSecret.mutationOptions({ onSuccess: () => tell("The old secret works no more") }),
  );
  return (
    <Notice tone="warn">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span>
          Its old secret works as well; it ends <Time at={expiresAt} />.
        </span>
        {mayChange && (
          <ConfirmButton
            label="End it now"
            title="End the old secret?"
            action="End it"
            onConfirm={() => revoke.mutateAsync({ clientId })}
          >
            <p>Whoever still uses it is refused at once.</p>
          </ConfirmButton>
        )}
      </div>
    </Notice>
  );
}
