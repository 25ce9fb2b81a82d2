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
  ["0", "not at all"],
  ["3600", "for an hour"],
  [String(day), "for a day"],
  [String(7 * day), "for a week"],
] as const;

/** A new secret, while the old one works for a while yet. */
export function RotateSecretButton({ clientId }: { clientId: string }): ReactElement {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>Rotate secret</Button>
      <DialogBox title="A new client secret" isOpen={isOpen} onClose={() => setIsOpen(false)}>
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
            "The old secret works no more."
          ) : (
            <>
              The old secret works as well; it ends <Time at={rotate.data.oldSecretExpiresAt} />.
            </>
          )}
        </p>
      </div>
    );
  }
  return (
    <div className="grid gap-4">
      {rotate.isError && <FailureNotice error={rotate.error} />}
      <ChoiceField
        label="The present secret goes on working"
        value={overlap}
        options={overlaps}
        onChange={setOverlap}
      />
      <Button
        look="main"
        isBusy={rotate.isPending}
        onClick={() => rotate.mutate({ clientId, overlapSeconds: Number(overlap) })}
      >
        Make a new secret
      </Button>
    </div>
  );
}
