import { useMutation } from "@tanstack/react-query";
import { type FormEvent, type ReactElement, useState } from "react";
import { rpc } from "../rpc.ts";
import { faultAt } from "../rules/failure.ts";
import { Button } from "../ui/button.tsx";
import { DialogBox } from "../ui/dialog.tsx";
import { FailureNotice } from "../ui/notice.tsx";
import { TextField } from "../ui/text-field.tsx";
import { showToast } from "../ui/toasts.tsx";
import { SecretBox } from "./secret-box.tsx";

interface User {
  userId: string;
  email: string;
}

/** Creates a link with which a user sets a new password, or sets the password directly. */
export function PasswordButton(user: User): ReactElement {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>Reset password</Button>
      <DialogBox title={`Reset the password of ${user.email}`} isOpen={isOpen} onClose={() => setIsOpen(false)}>
        <div className="grid gap-6">
          <PasswordLink userId={user.userId} />
          <PasswordForm user={user} onDone={() => setIsOpen(false)} />
        </div>
      </DialogBox>
    </>
  );
}

function PasswordLink({ userId }: { userId: string }): ReactElement {
  const make = useMutation(rpc.users.resetPassword.mutationOptions());
  if (make.data !== undefined) return <SecretBox name="Password link" secret={make.data.url} />;
  return (
    <div className="grid justify-items-start gap-2">
      <p>Send the user a link to set a new password. The link works once and expires after one day.</p>
      {make.isError && <FailureNotice error={make.error} />}
      <Button look="main" isBusy={make.isPending} onClick={() => make.mutate({ userId })}>
        Create link
      </Button>
    </div>
  );
}

function PasswordForm({ user, onDone }: { user: User; onDone: () => void }): ReactElement {
  const { userId, email } = user;
  const [password, setPassword] = useState("");
  const change = useMutation(
    rpc.users.setPassword.mutationOptions({
      onSuccess: () => {
        showToast(`Password of ${email} set`);
        onDone();
      },
    }),
  );

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    change.mutate({ userId, password });
  }

  const error = faultAt(change.error, "password");
  return (
    <form onSubmit={submit} className="grid gap-4">
      {change.isError && error === undefined && <FailureNotice error={change.error} />}
      <TextField
        label="Or set a password now"
        hint="All sessions and tokens of the user are revoked immediately."
        error={error}
        type="password"
        autoComplete="new-password"
        required
        value={password}
        onChange={setPassword}
      />
      <Button type="submit" isBusy={change.isPending}>
        Set password
      </Button>
    </form>
  );
}
