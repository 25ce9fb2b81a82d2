import { useMutation } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { rpc } from "../rpc.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmButton } from "../ui/confirm.tsx";
import { tell } from "../ui/toasts.tsx";
import { PasswordButton } from "./password-button.tsx";

interface User {
  userId: string;
  email: string;
  isActive: boolean;
  sessionCount: number;
  consentCount: number;
}

/** What an owner can do about a person. */
export function UserActions({ user }: { user: User }): ReactElement {
  const { userId, email, isActive, sessionCount, consentCount } = user;
  const setActive = useMutation(rpc.users.setActive.mutationOptions());
  const signOut = useMutation(rpc.users.signOutEverywhere.mutationOptions());

  async function enable(): Promise<void> {
    await setActive.mutateAsync({ userId, isActive: true });
    tell(`${email} is enabled`);
  }

  async function disable(): Promise<void> {
    await setActive.mutateAsync({ userId, isActive: false });
    tell(`${email} is disabled`, () => void enable());
  }

  async function signOutEverywhere(): Promise<void> {
    await signOut.mutateAsync({ userId });
    tell(`${email} is signed out everywhere`);
  }

  return (
    <span className="inline-flex flex-wrap justify-end gap-1.5">
      <PasswordButton userId={userId} email={email} />
      <ConfirmButton
        label="Sign out"
        title={`Sign ${email} out everywhere?`}
        action="Sign out"
        onConfirm={signOutEverywhere}
      >
        <p>
          Every session ends ({sessionCount} now), and every token that clients got for this person stops working. What
          the person allowed ({consentCount} now) stays.
        </p>
      </ConfirmButton>
      {isActive ? (
        <ConfirmButton label="Disable" title={`Disable ${email}?`} action="Disable" onConfirm={disable}>
          <p>This person cannot sign in any more; their sessions and tokens end at once.</p>
        </ConfirmButton>
      ) : (
        <Button isBusy={setActive.isPending} onClick={() => void enable()}>
          Enable
        </Button>
      )}
    </span>
  );
}
