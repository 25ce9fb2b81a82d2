import { useMutation } from "@tanstack/react-query";
import { type FormEvent, type ReactElement, useState } from "react";
import { rpc } from "../rpc.ts";
import { faultAt } from "../rules/failure.ts";
import { Button } from "../ui/button.tsx";
import { DialogBox } from "../ui/dialog.tsx";
import { FailureNotice } from "../ui/notice.tsx";
import { TextField } from "../ui/text-field.tsx";
import { tell } from "../ui/toasts.tsx";

/** Gives a person a new password. */
export function PasswordButton({ userId, email }: { userId: string; email: string }): ReactElement {
  const [isOpen, setIsOpen] = useState(false);
  const [password, setPassword] = useState("");
  const change = useMutation(
    rpc.users.setPassword.mutationOptions({
      onSuccess: () => {
        tell(`${email} has a new password`);
        close();
      },
    }),
  );

  function close(): void {
    setIsOpen(false);
    setPassword("");
    change.reset();
  }

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    change.mutate({ userId, password });
  }

  const error = faultAt(change.error, "password");
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>Password</Button>
      <DialogBox title={`A new password for ${email}`} isOpen={isOpen} onClose={close}>
        <form onSubmit={submit} className="grid gap-4">
          {change.isError && error === undefined && <FailureNotice error={change.error} />}
          <TextField
            label="New password"
            hint="Their sessions and tokens end at once."
            error={error}
            type="password"
            autoComplete="new-password"
            required
            value={password}
            onChange={setPassword}
          />
          <Button type="submit" look="main" isBusy={change.isPending}>
            Set the password
          </Button>
        </form>
      </DialogBox>
    </>
  );
}
