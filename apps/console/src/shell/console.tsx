import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Outlet } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { rpc } from "../rpc.ts";
import { isCode } from "../rules/failure.ts";
import { SessionContext } from "../session.ts";
import { DialogBox } from "../ui/dialog.tsx";
import { FailureNotice } from "../ui/notice.tsx";
import { Spinner } from "../ui/spinner.tsx";
import { Toasts } from "../ui/toasts.tsx";
import { Frame } from "./frame.tsx";
import { SignInForm, SignInPage } from "./sign-in.tsx";

/** The sign-in page, or for administrators the requested page. The URL stays the same. */
export function Console(): ReactElement {
  const me = useQuery(
    rpc.session.me.queryOptions(undefined, { retry: false, staleTime: Infinity, placeholderData: keepPreviousData }),
  );
  const isSignedOut = isCode(me.error, "unauthenticated") || isCode(me.error, "forbidden");
  if (me.data === undefined) {
    if (me.isPending) return <Spinner />;
    if (isSignedOut) return <SignInPage hasNoRole={isCode(me.error, "forbidden")} />;
    return (
      <main className="mx-auto max-w-md p-6">
        <FailureNotice error={me.error} onRetry={() => void me.refetch()} />
      </main>
    );
  }
  return (
    <SessionContext value={me.data}>
      <Frame>
        <Outlet />
      </Frame>
      {/* Unsaved input on the page is kept. */}
      <DialogBox title="Your session has expired" isOpen={isSignedOut} onClose={() => window.location.reload()}>
        <SignInForm email={me.data.email} />
      </DialogBox>
      <Toasts />
    </SessionContext>
  );
}
