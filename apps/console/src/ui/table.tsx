import type { ReactElement, ReactNode } from "react";
import { Button } from "./button.tsx";
import { FailureNotice } from "./notice.tsx";
import { Spinner } from "./spinner.tsx";

export interface Column<Row> {
  title: string;
  cell: (row: Row) => ReactNode;
  /** Hidden in narrower windows. */
  from?: "sm" | "md" | "lg" | "xl";
  /** For long texts: gets a minimum width from medium windows on. */
  isWide?: boolean;
  isRight?: boolean;
}

/** The part of the result of `useInfiniteQuery` that the table needs. */
interface InfiniteList<Row> {
  data: { pages: readonly { items: readonly Row[] }[] } | undefined;
  error: unknown;
  isPending: boolean;
  isFetchingNextPage: boolean;
  hasNextPage: boolean;
  fetchNextPage: () => unknown;
  refetch: () => unknown;
}

interface Props<Row> {
  /** The name of the table for screen readers. */
  label: string;
  columns: readonly Column<Row>[];
  list: InfiniteList<Row>;
  keyOf: (row: Row) => string;
  /** Shown if there are no rows. */
  empty: ReactNode;
}

const shownFrom = {
  sm: "hidden sm:table-cell",
  md: "hidden md:table-cell",
  lg: "hidden lg:table-cell",
  xl: "hidden xl:table-cell",
} as const;

function classOf({ from, isWide = false, isRight = false }: Column<never>): string {
  const shown = from === undefined ? "" : shownFrom[from];
  return `${shown} ${isWide ? "md:min-w-48" : ""} ${isRight ? "text-right" : "text-left"}`;
}

/** A paginated table that loads more rows on demand. */
export function ListTable<Row>({ list, empty, ...rest }: Props<Row>): ReactElement {
  const rows = list.data?.pages.flatMap(({ items }) => items);
  if (rows === undefined) {
    return list.error === null ? <Spinner /> : <FailureNotice error={list.error} onRetry={() => void list.refetch()} />;
  }
  return (
    <div className="grid gap-3">
      {list.error !== null && <FailureNotice error={list.error} onRetry={() => void list.refetch()} />}
      {rows.length === 0 ? <EmptyState>{empty}</EmptyState> : <Table rows={rows} {...rest} />}
      {list.hasNextPage && (
        <Button
          className="justify-self-center"
          isBusy={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {list.isFetchingNextPage ? "Loading" : "Show more"}
        </Button>
      )}
    </div>
  );
}

interface TableProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
}

export function Table<Row>({ label, columns, rows, keyOf }: TableProps<Row>): ReactElement {
  return (
    <div className="overflow-hidden rounded-xl border border-line bg-card shadow-sm">
      <table aria-label={label} className="w-full border-collapse">
        <thead>
          <tr className="border-b border-line text-sm text-soft">
            {columns.map((column) => (
              <th
                key={column.title}
                scope="col"
                className={`px-3 py-2 font-semibold sm:whitespace-nowrap ${classOf(column)}`}
              >
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} className="border-b border-line last:border-0 hover:bg-hover">
              {columns.map((column) => (
                <td key={column.title} className={`px-3 py-2 align-top [overflow-wrap:anywhere] ${classOf(column)}`}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function EmptyState({ children }: { children: ReactNode }): ReactElement {
  return <div className="rounded-xl border border-dashed border-field p-6 text-center text-soft">{children}</div>;
}
