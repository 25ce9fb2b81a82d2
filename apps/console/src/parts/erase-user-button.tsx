import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { rpc } from "../rpc.ts";
import { ConfirmButton } from "../ui/confirm.tsx";
import { tell } from "../ui/toasts.tsx";

/** For good: the address of the person has to be typed. */
export function EraseUserButton({ userId, email }: { userId: string; email: string }): ReactElement {
  const navigate = useNavigate();
  const erase = useMutation(rpc.users.erase.mutationOptions());

  async function confirm(): Promise<void> {
    await erase.mutateAsync({ userId });
    tell(`${email} is erased`);
    await navigate({ to: "/users" });
  }

  return (
    <ConfirmButton
      label="Erase"
      look="bad"
      title={`Erase ${email}?`}
      action="Erase for good"
      word={email}
      onConfirm={confirm}
    >
      <p>
        The person and all that is stored about them are gone for good; what they allowed stops working at once. To keep
        them out for a while, disable them.
      </p>
    </ConfirmButton>
  );
}
