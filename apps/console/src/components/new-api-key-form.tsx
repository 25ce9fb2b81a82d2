import { useMutation } from "@tanstack/react-query";
import type { inferInput } from "@trpc/tanstack-react-query";
import { type FormEvent, type ReactElement, useState } from "react";
import { rpc } from "../rpc.ts";
import { faultAt } from "../rules/failure.ts";
import { mayAct } from "../rules/roles.ts";
import { useSession } from "../session.ts";
import { Button } from "../ui/button.tsx";
import { ChoiceField } from "../ui/field.tsx";
import { FailureNotice } from "../ui/notice.tsx";
import { TextField } from "../ui/text-field.tsx";
import { Time } from "../ui/time.tsx";
import { SecretBox } from "./secret-box.tsx";

type Role = inferInput<typeof rpc.apiKeys.create>["role"];

const roles: readonly (readonly [role: Role, label: string])[] = [
  ["viewer", "Viewer: can view everything"],
  ["operator", "Operator: can manage clients and resources"],
  ["owner", "Owner: can manage everything"],
];

const day = 86_400;
const lengths = [
  [String(day), "1 day"],
  [String(30 * day), "30 days"],
  [String(90 * day), "90 days"],
  [String(365 * day), "1 year"],
] as const;

/** Replaces itself with the new key, which is shown only once. */
export function NewApiKeyForm(): ReactElement {
  const session = useSession();
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const [length, setLength] = useState<string>(String(90 * day));
  const create = useMutation(rpc.apiKeys.create.mutationOptions());

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    create.mutate({ name: name.trim(), role, validSeconds: Number(length) });
  }

  if (create.data !== undefined) {
    return (
      <div className="grid gap-3">
        <SecretBox name="API key" secret={create.data.apiKey} />
        <p>
          Programs send this key as a bearer token. It expires <Time at={create.data.expiresAt} />.
        </p>
      </div>
    );
  }
  return (
    <form onSubmit={submit} className="grid gap-4">
      {create.isError && <FailureNotice error={create.error} />}
      <TextField
        label="Name"
        hint="What the key is for. The audit log shows this name."
        error={faultAt(create.error, "name")}
        maxLength={100}
        required
        value={name}
        onChange={setName}
      />
      <ChoiceField
        label="Role"
        value={role}
        options={roles.filter(([one]) => mayAct(session.role, one))}
        onChange={setRole}
      />
      <ChoiceField label="Valid for" value={length} options={lengths} onChange={setLength} />
      <Button type="submit" look="main" isBusy={create.isPending}>
        Create key
      </Button>
    </form>
  );
}
