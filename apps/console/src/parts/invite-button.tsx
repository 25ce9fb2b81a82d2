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
  ["3600", "for an hour"],
  [String(day), "for a day"],
  [String(7 * day), "for a week"],
] as const;

/** Lets one client register, whatever the policy says. */
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
            <p>One client may then register itself, whatever the policy says.</p>
            {invite.isError && <FailureNotice error={invite.error} />}
            <div className="flex flex-wrap items-center justify-between gap-2">
              <FilterSelect label="How long" value={length} options={lengths} onChange={setLength} />
              <Button
                look="main"
                isBusy={invite.isPending}
                onClick={() => invite.mutate({ validSeconds: Number(length) })}
              >
                Make an invitation
              </Button>
            </div>
          </div>
        ) : (
          <div className="grid gap-3">
            <SecretBox name="Initial access token" secret={invite.data.initialAccessToken} />
            <p>
              The client sends it as bearer token to <code>{invite.data.registrationEndpoint}</code>. It ends{" "}
              <Time at={invite.data.expiresAt} />.
            </p>
          </div>
        )}
      </DialogBox>
    </>
  );
}
