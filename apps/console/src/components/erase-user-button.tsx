import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { rpc } from "../rpc.ts";
import { ConfirmButton } from "../ui/confirm.tsx";
import { showToast } from "../ui/toasts.tsx";

/** Erases a user permanently, after the administrator typed the email address. */
export function EraseUserButton({ userId, email }: { userId: string; email: string }): ReactElement {
  const navigate = useNavigate();
  const erase = useMutation(rpc.users.erase.mutationOptions());

  async function confirm(): Promise<void> {
    await erase.mutateAsync({ userId });
    showToast(`${email} erased`);
    await navigate({ to: "/users" });
  }

  return (
    <ConfirmButton
      label="Erase"
      look="bad"
      title={`Erase ${email}?`}
      action="Erase permanently"
      word={email}
      onConfirm={confirm}
    >
      <p>
        The user and all their data are deleted permanently, and their grants are revoked immediately. To block the user
        for a while, disable them instead.
      </p>
    </ConfirmButton>
  );
}
