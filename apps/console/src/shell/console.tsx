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

/** Everything: for nobody the sign-in, for administrators the pages. The address stays what it is. */
export function Console(): ReactElement {
  const me = useQuery(
    rpc.session.me.queryOptions(undefined, { retry: false, staleTime: Infinity, placeholderData: keepPreviousData }),
  );
  const isNobody = isCode(me.error, "unauthenticated") || isCode(me.error, "forbidden");
  if (me.data === undefined) {
    if (me.isPending) return <Spinner />;
    if (isNobody) return <SignInPage isOrdinary={isCode(me.error, "forbidden")} />;
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
      {/* What was being written on the page stays where it is. */}
      <DialogBox title="Your session has ended" isOpen={isNobody} onClose={() => window.location.reload()}>
        <SignInForm email={me.data.email} />
      </DialogBox>
      <Toasts />
    </SessionContext>
  );
}
