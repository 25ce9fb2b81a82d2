import { useMutation } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { rpc } from "../rpc.ts";
import { ConfirmButton } from "../ui/confirm.tsx";
import { Notice } from "../ui/notice.tsx";
import { Time } from "../ui/time.tsx";
import { showToast } from "../ui/toasts.tsx";

interface Props {
  clientId: string;
  expiresAt: Date;
  mayChange: boolean;
}

/** Shown while the old and the new client secret are both valid. */
export function OldSecretNotice({ clientId, expiresAt, mayChange }: Props): ReactElement {
  const revoke = useMutation(
    rpc.clients.revokeOldSecret.mutationOptions({ onSuccess: () => showToast("Old secret revoked") }),
  );
  return (
    <Notice tone="warn">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span>
          The old secret is still valid. It expires <Time at={expiresAt} />.
        </span>
        {mayChange && (
          <ConfirmButton
            label="Revoke now"
            title="Revoke the old secret?"
            action="Revoke"
            onConfirm={() => revoke.mutateAsync({ clientId })}
          >
            <p>Requests with the old secret are refused immediately.</p>
          </ConfirmButton>
        )}
      </div>
    </Notice>
  );
}
