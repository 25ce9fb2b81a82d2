import { useMutation } from "@tanstack/react-query";
import { type ReactElement, useState } from "react";
import { rpc } from "../rpc.ts";
import { Button } from "../ui/button.tsx";
import { DialogBox } from "../ui/dialog.tsx";
import { FilterSelect } from "../ui/field.tsx";
import { FailureNotice } from "../ui/notice.tsx";
import { Time } from "../ui/time.tsx";
import { SecretBox } from "./secret-box.tsx";

const day = 86_400;
const lengths = [
  ["3600", "1 hour"],
  [String(day), "1 day"],
  [String(7 * day), "7 days"],
] as const;

/** Creates an initial access token, with which one client can register despite the policy. */
export function InviteButton(): ReactElement {
  const [isOpen, setIsOpen] = useState(false);
  const [length, setLength] = useState<string>(String(day));
  const invite = useMutation(rpc.clients.invite.mutationOptions());
  const close = (): void => {
    setIsOpen(false);
    invite.reset();
  };
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>Invite</Button>
      <DialogBox title="Invite a client" isOpen={isOpen} onClose={close}>
        {invite.data === undefined ? (
          <div className="grid gap-3">
            <p>
              With the invitation one client can register itself, even if the registration policy does not allow it.
            </p>
            {invite.isError && <FailureNotice error={invite.error} />}
            <div className="flex flex-wrap items-center justify-between gap-2">
              <FilterSelect label="Valid for" value={length} options={lengths} onChange={setLength} />
              <Button
                look="main"
                isBusy={invite.isPending}
                onClick={() => invite.mutate({ validSeconds: Number(length) })}
              >
                Create invitation
              </Button>
            </div>
          </div>
        ) : (
          <div className="grid gap-3">
            <SecretBox name="Initial access token" secret={invite.data.initialAccessToken} />
            <p>
              The client sends this token as a bearer token to <code>{invite.data.registrationEndpoint}</code>. It
              expires <Time at={invite.data.expiresAt} />.
            </p>
          </div>
        )}
      </DialogBox>
    </>
  );
}
