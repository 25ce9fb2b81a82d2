import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { inferOutput } from "@trpc/tanstack-react-query";
import { type ReactElement, type ReactNode, useState } from "react";
import { rpc } from "../rpc.ts";
import { addSeries, type Series, topNames, total } from "../rules/series.ts";
import { QueryResult } from "../ui/query-result.tsx";
import { Bars } from "../ui/bars.tsx";
import { FilterSelect } from "../ui/field.tsx";
import { Card, Part } from "../ui/page.tsx";

type Span = "day" | "month";
type Stats = inferOutput<typeof rpc.system.stats>;

const spans: readonly (readonly [span: Span, label: string])[] = [
  ["day", "24 hours"],
  ["month", "30 days"],
];

const refreshEveryMs = 60_000;
const namesLimit = 3;

/** Charts of sign-ins, tokens and refused requests. */
export function Traffic(): ReactElement {
  const [span, setSpan] = useState<Span>("day");
  const stats = useQuery(
    rpc.system.stats.queryOptions({ span }, { refetchInterval: refreshEveryMs, placeholderData: keepPreviousData }),
  );
  return (
    <Part title="Activity" actions={<FilterSelect label="Period" value={span} options={spans} onChange={setSpan} />}>
      <QueryResult query={stats}>{(data) => <Charts stats={data} />}</QueryResult>
    </Part>
  );
}

function Charts({ stats: { signIns, tokens, refusals } }: { stats: Stats }): ReactElement {
  const issued = addSeries(Object.values(tokens));
  const refused = addSeries(Object.values(refusals));
  const failed = total(signIns.failed);
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <Chart title="Sign-ins" series={signIns.succeeded} bad={signIns.failed}>
        {failed === 0 ? "None failed" : `${failed.toLocaleString()} failed`}
      </Chart>
      <Chart title="Tokens" series={issued}>
        {namesOf(topNames(tokens, namesLimit))}
      </Chart>
      <Chart title="Refused requests" series={[]} bad={refused}>
        {namesOf(topNames(refusals, namesLimit))}
      </Chart>
    </div>
  );
}

function namesOf(names: readonly (readonly [name: string, count: number])[]): string {
  return names.length === 0 ? "None" : names.map(([name, count]) => `${count.toLocaleString()} ${name}`).join(", ");
}

interface ChartProps {
  title: string;
  series: Series;
  bad?: Series;
  /** The text below the chart. */
  children: ReactNode;
}

function Chart({ title, series, bad = [], children }: ChartProps): ReactElement {
  const count = total(series.length === 0 ? bad : series);
  return (
    <Card>
      <h3 className="text-sm text-soft">{title}</h3>
      <p className="text-2xl font-bold tabular-nums">{count.toLocaleString()}</p>
      <Bars label={`${title}: ${count}`} series={series.length === 0 ? bad.map(() => 0) : series} bad={bad} />
      <p className="mt-1.5 text-sm [overflow-wrap:anywhere] text-soft">{children}</p>
    </Card>
  );
}
