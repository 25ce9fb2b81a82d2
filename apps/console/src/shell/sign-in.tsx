import { useMutation } from "@tanstack/react-query";
import { type FormEvent, type ReactElement, useEffect } from "react";
import { queryClient, rpc } from "../rpc.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { FailureNotice, Notice } from "../ui/notice.tsx";
import { Mark } from "./mark.tsx";

/** In the place of every page, as long as nobody is signed in. */
export function SignInPage({ isOrdinary }: { isOrdinary: boolean }): ReactElement {
  useEffect(() => {
    document.title = "Sign in · Sallyport";
    // The first page is on its way while the password is typed.
    void import("../pages/overview.tsx");
  }, []);
  return (
    <main className="mx-auto grid min-h-screen w-full max-w-md content-start px-4 pt-8 sm:pt-20">
      <p className="mb-4 flex items-center gap-2 font-semibold text-soft">
        <Mark /> Sallyport
      </p>
      <div className="rounded-2xl border border-line bg-card p-6 shadow-lg">
        <h1 className="mb-4 text-xl font-bold">Sign in to the console</h1>
        {isOrdinary && (
          <div className="mb-4">
            <Notice tone="warn">
              You are signed in to the public pages, but the console is for people with an administrative role.
            </Notice>
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
        const isAboutAnother = ({ queryKey }: { queryKey: readonly unknown[] }) => queryKey.flat()[0] !== "session";
        await queryClient.invalidateQueries({ predicate: isAboutAnother });
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
      <Field label="E-mail address">
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
