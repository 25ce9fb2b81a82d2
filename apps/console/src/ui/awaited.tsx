import type { ReactElement, ReactNode } from "react";
import { FailureNotice } from "./notice.tsx";
import { Spinner } from "./spinner.tsx";

interface Props<Data> {
  query: { data: Data | undefined; error: unknown; refetch: () => unknown };
  children: (data: Data) => ReactNode;
}

/** What an answer looks like, and what there is until it comes or when it does not. */
export function Awaited<Data>({ query: { data, error, refetch }, children }: Props<Data>): ReactElement {
  if (data !== undefined) return <>{children(data)}</>;
  return error === null ? <Spinner /> : <FailureNotice error={error} onRetry={() => void refetch()} />;
}
