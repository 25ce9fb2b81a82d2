import { useMutation } from "@tanstack/react-query";
import { type FormEvent, type ReactElement, useState } from "react";
import { rpc } from "../rpc.ts";
import { faultAt } from "../rules/failure.ts";
import { Button } from "../ui/button.tsx";
import { DialogBox } from "../ui/dialog.tsx";
import { FailureNotice } from "../ui/notice.tsx";
import { TextField } from "../ui/text-field.tsx";
import { tell } from "../ui/toasts.tsx";
import { SecretBox } from "./secret-box.tsx";

interface Person {
  userId: string;
  email: string;
}

/** Lets a person choose a new password, or gives them one. */
export function PasswordButton(person: Person): ReactElement {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>Password</Button>
      <DialogBox title={`A new password for ${person.email}`} isOpen={isOpen} onClose={() => setIsOpen(false)}>
        <div className="grid gap-6">
          <LinkMaker userId={person.userId} />
          <PasswordForm person={person} onDone={() => setIsOpen(false)} />
        </div>
      </DialogBox>
    </>
  );
}

function LinkMaker({ userId }: { userId: string }): ReactElement {
  const make = useMutation(rpc.users.resetPassword.mutationOptions());
  if (make.data !== undefined) return <SecretBox name="The link" secret={make.data.url} />;
  return (
    <div className="grid justify-items-start gap-2">
      <p>They choose it themselves, with a link that you send them. It works once, within a day.</p>
      {make.isError && <FailureNotice error={make.error} />}
      <Button look="main" isBusy={make.isPending} onClick={() => make.mutate({ userId })}>
        Make a link
      </Button>
    </div>
  );
}

function PasswordForm({ person, onDone }: { person: Person; onDone: () => void }): ReactElement {
  const { userId, email } = person;
  const [password, setPassword] = useState("");
  const change = useMutation(
    rpc.users.setPassword.mutationOptions({
      onSuccess: () => {
        tell(`${email} has a new password`);
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
        label="Or set one now"
        hint="Their sessions and tokens end at once."
        error={error}
        type="password"
        autoComplete="new-password"
        required
        value={password}
        onChange={setPassword}
      />
      <Button type="submit" isBusy={change.isPending}>
        Set the password
      </Button>
    </form>
  );
}
