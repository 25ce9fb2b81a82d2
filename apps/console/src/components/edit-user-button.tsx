import { useMutation } from "@tanstack/react-query";
import { type FormEvent, type ReactElement, useState } from "react";
import { rpc } from "../rpc.ts";
import { faultAt } from "../rules/failure.ts";
import { Button } from "../ui/button.tsx";
import { DialogBox } from "../ui/dialog.tsx";
import { ChoiceField } from "../ui/field.tsx";
import { FailureNotice } from "../ui/notice.tsx";
import { TextField } from "../ui/text-field.tsx";
import { showToast } from "../ui/toasts.tsx";
import { type Role, roles } from "./new-user-button.tsx";

interface User {
  userId: string;
  version: number;
  email: string;
  name?: string | undefined;
  role: Role;
}

export function EditUserButton({ user }: { user: User }): ReactElement {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>Edit</Button>
      <DialogBox title={`Edit ${user.email}`} isOpen={isOpen} onClose={() => setIsOpen(false)}>
        <EditUserForm user={user} onDone={() => setIsOpen(false)} />
      </DialogBox>
    </>
  );
}

function EditUserForm({ user, onDone }: { user: User; onDone: () => void }): ReactElement {
  const [email, setEmail] = useState(user.email);
  const [name, setName] = useState(user.name ?? "");
  const [role, setRole] = useState(user.role);
  const update = useMutation(
    rpc.users.update.mutationOptions({
      onSuccess: () => {
        showToast(`${email} saved`);
        onDone();
      },
    }),
  );

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const { userId, version } = user;
    update.mutate({ userId, version, email: email.trim(), name: name.trim() === "" ? null : name.trim(), role });
  }

  return (
    <form onSubmit={submit} className="grid gap-4" autoComplete="off">
      {update.isError && <FailureNotice error={update.error} />}
      <TextField
        label="Email"
        type="email"
        required
        error={faultAt(update.error, "email")}
        value={email}
        onChange={setEmail}
      />
      <TextField label="Name" maxLength={255} value={name} onChange={setName} />
      <ChoiceField label="Role" value={role} options={roles} onChange={setRole} />
      <Button type="submit" look="main" isBusy={update.isPending}>
        Save
      </Button>
    </form>
  );
}
