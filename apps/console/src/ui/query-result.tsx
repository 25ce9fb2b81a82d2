import type { ReactElement, ReactNode } from "react";
import { FailureNotice } from "./notice.tsx";
import { Spinner } from "./spinner.tsx";

interface Props<Data> {
  query: { data: Data | undefined; error: unknown; refetch: () => unknown };
  children: (data: Data) => ReactNode;
}

/** Shows the data of a query, a spinner while it loads, or its error. */
export function QueryResult<Data>({ query: { data, error, refetch }, children }: Props<Data>): ReactElement {
  if (data !== undefined) return <>{children(data)}</>;
  return error === null ? <Spinner /> : <FailureNotice error={error} onRetry={() => void refetch()} />;
}
