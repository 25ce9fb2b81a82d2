import { useMutation } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { rpc } from "../rpc.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmButton } from "../ui/confirm.tsx";
import { showToast } from "../ui/toasts.tsx";
import { PasswordButton } from "./password-button.tsx";

interface User {
  userId: string;
  email: string;
  isActive: boolean;
  sessionCount: number;
  consentCount: number;
}

/** The actions of an owner on a user. */
export function UserActions({ user }: { user: User }): ReactElement {
  const { userId, email, isActive, sessionCount, consentCount } = user;
  const setActive = useMutation(rpc.users.setActive.mutationOptions());
  const signOut = useMutation(rpc.users.signOutEverywhere.mutationOptions());

  async function enable(): Promise<void> {
    await setActive.mutateAsync({ userId, isActive: true });
    showToast(`${email} enabled`);
  }

  async function disable(): Promise<void> {
    await setActive.mutateAsync({ userId, isActive: false });
    showToast(`${email} disabled`, () => void enable());
  }

  async function signOutEverywhere(): Promise<void> {
    await signOut.mutateAsync({ userId });
    showToast(`${email} signed out everywhere`);
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
          All sessions ({sessionCount}) and all tokens that clients got for this user are revoked. Consents (
          {consentCount}) stay.
        </p>
      </ConfirmButton>
      {isActive ? (
        <ConfirmButton label="Disable" title={`Disable ${email}?`} action="Disable" onConfirm={disable}>
          <p>The user can no longer sign in. Their sessions and tokens are revoked immediately.</p>
        </ConfirmButton>
      ) : (
        <Button isBusy={setActive.isPending} onClick={() => void enable()}>
          Enable
        </Button>
      )}
    </span>
  );
}
