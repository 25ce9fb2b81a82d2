import { useMutation } from "@tanstack/react-query";
import { type FormEvent, type ReactElement, useEffect } from "react";
import { queryClient, rpc } from "../rpc.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { FailureNotice, Notice } from "../ui/notice.tsx";
import { Mark } from "./mark.tsx";

/** Shown instead of every page until an administrator signs in. */
export function SignInPage({ hasNoRole }: { hasNoRole: boolean }): ReactElement {
  useEffect(() => {
    document.title = "Sign in · Sallyport";
    // Load the first page while the administrator types the password.
    void import("../pages/overview.tsx");
  }, []);
  return (
    <main className="mx-auto grid min-h-screen w-full max-w-md content-start px-4 pt-8 sm:pt-20">
      <p className="mb-4 flex items-center gap-2 font-semibold text-soft">
        <Mark /> Sallyport
      </p>
      <div className="rounded-2xl border border-line bg-card p-6 shadow-lg">
        <h1 className="mb-4 text-xl font-bold">Sign in to the console</h1>
        {hasNoRole && (
          <div className="mb-4">
            <Notice tone="warn">Your account has no administrator role. Sign in with an account that has one.</Notice>
          </div>
        )}
        <SignInForm email="" />
      </div>
    </main>
  );
}

export function SignInForm({ email }: { email: string }): ReactElement {
  const signIn = useMutation(
    rpc.session.signIn.mutationOptions({
      onSuccess: async (session) => {
        queryClient.setQueryData(rpc.session.me.queryKey(), session);
        const isOtherQuery = ({ queryKey }: { queryKey: readonly unknown[] }) => queryKey.flat()[0] !== "session";
        await queryClient.invalidateQueries({ predicate: isOtherQuery });
      },
    }),
  );

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    signIn.mutate({ email: textOf(form, "email"), password: textOf(form, "password") });
  }

  return (
    <form className="grid gap-4" onSubmit={submit}>
      {signIn.isError && <FailureNotice error={signIn.error} />}
      <Field label="Email">
        {(control) => (
          <input {...control} type="email" name="email" autoComplete="username" required defaultValue={email} />
        )}
      </Field>
      <Field label="Password">
        {(control) => <input {...control} type="password" name="password" autoComplete="current-password" required />}
      </Field>
      <Button type="submit" look="main" isBusy={signIn.isPending} className="min-h-11">
        Sign in
      </Button>
    </form>
  );
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
