import { useMutation } from "@tanstack/react-query";
import type { inferInput } from "@trpc/tanstack-react-query";
import { Plus } from "lucide-react";
import { type FormEvent, type ReactElement, useState } from "react";
import { rpc } from "../rpc.ts";
import { faultAt } from "../rules/failure.ts";
import { Button } from "../ui/button.tsx";
import { DialogBox } from "../ui/dialog.tsx";
import { ChoiceField } from "../ui/field.tsx";
import { FailureNotice } from "../ui/notice.tsx";
import { TextField } from "../ui/text-field.tsx";
import { showToast } from "../ui/toasts.tsx";

export type Role = NonNullable<inferInput<typeof rpc.users.create>["role"]>;

export const roles: readonly (readonly [role: Role, label: string])[] = [
  ["user", "User: can sign in to applications"],
  ["viewer", "Viewer: can view the console"],
  ["operator", "Operator: can manage clients and resources"],
  ["owner", "Owner: can manage everything"],
];

export function NewUserButton(): ReactElement {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button look="main" onClick={() => setIsOpen(true)}>
        <Plus aria-hidden size={16} /> New user
      </Button>
      <DialogBox title="New user" isOpen={isOpen} onClose={() => setIsOpen(false)}>
        <NewUserForm onDone={() => setIsOpen(false)} />
      </DialogBox>
    </>
  );
}

interface Draft {
  email: string;
  name: string;
  password: string;
  role: Role;
}

function NewUserForm({ onDone }: { onDone: () => void }): ReactElement {
  const [draft, setDraft] = useState<Draft>({ email: "", name: "", password: "", role: "user" });
  const create = useMutation(
    rpc.users.create.mutationOptions({
      onSuccess: ({ email }) => {
        showToast(`${email} created`);
        onDone();
      },
    }),
  );
  const change = (more: Partial<Draft>): void => setDraft({ ...draft, ...more });
  const { email, name, password, role } = draft;

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    create.mutate({ email: email.trim(), password, role, ...(name.trim() === "" ? {} : { name: name.trim() }) });
  }

  return (
    <form onSubmit={submit} className="grid gap-4" autoComplete="off">
      {create.isError && <FailureNotice error={create.error} />}
      <TextField
        label="Email"
        type="email"
        required
        error={faultAt(create.error, "email")}
        value={email}
        onChange={(text) => change({ email: text })}
      />
      <TextField label="Name" maxLength={255} value={name} onChange={(text) => change({ name: text })} />
      <TextField
        label="Password"
        type="password"
        autoComplete="new-password"
        required
        error={faultAt(create.error, "password")}
        value={password}
        onChange={(text) => change({ password: text })}
      />
      <ChoiceField label="Role" value={role} options={roles} onChange={(chosen) => change({ role: chosen })} />
      <Button type="submit" look="main" isBusy={create.isPending}>
        Create
      </Button>
    </form>
  );
}
