import { useMutation } from "@tanstack/react-query";
import { type ReactElement, useState } from "react";
import { rpc } from "../rpc.ts";
import { Button } from "../ui/button.tsx";
import { DialogBox } from "../ui/dialog.tsx";
import { ChoiceField } from "../ui/field.tsx";
import { FailureNotice } from "../ui/notice.tsx";
import { Time } from "../ui/time.tsx";
import { SecretBox } from "./secret-box.tsx";

const day = 86_400;
const overlaps = [
  ["0", "Revoke immediately"],
  ["3600", "1 hour"],
  [String(day), "1 day"],
  [String(7 * day), "7 days"],
] as const;

/** Creates a new client secret; the old one stays valid for a chosen time. */
export function RotateSecretButton({ clientId }: { clientId: string }): ReactElement {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>Rotate secret</Button>
      <DialogBox title="Rotate client secret" isOpen={isOpen} onClose={() => setIsOpen(false)}>
        <RotateSecret clientId={clientId} />
      </DialogBox>
    </>
  );
}

function RotateSecret({ clientId }: { clientId: string }): ReactElement {
  const [overlap, setOverlap] = useState<string>(String(day));
  const rotate = useMutation(rpc.clients.rotateSecret.mutationOptions());
  if (rotate.data !== undefined) {
    return (
      <div className="grid gap-3">
        <SecretBox name="Client secret" secret={rotate.data.clientSecret} />
        <p>
          {overlap === "0" ? (
            "The old secret is revoked."
          ) : (
            <>
              The old secret is still valid. It expires <Time at={rotate.data.oldSecretExpiresAt} />.
            </>
          )}
        </p>
      </div>
    );
  }
  return (
    <div className="grid gap-4">
      {rotate.isError && <FailureNotice error={rotate.error} />}
      <ChoiceField label="Old secret stays valid for" value={overlap} options={overlaps} onChange={setOverlap} />
      <Button
        look="main"
        isBusy={rotate.isPending}
        onClick={() => rotate.mutate({ clientId, overlapSeconds: Number(overlap) })}
      >
        Create new secret
      </Button>
    </div>
  );
}
