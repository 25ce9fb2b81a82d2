import { getRouteApi, Link } from "@tanstack/react-router";
import { type ReactElement, useCallback, useState } from "react";
import { AuditList } from "../parts/audit-table.tsx";
import { FilterChips } from "../parts/filter-chips.tsx";
import { LiveTail } from "../parts/live-tail.tsx";
import { type AuditFilter, readAuditFilter } from "../rules/audit-filter.ts";
import { auditWords } from "../rules/audit-words.ts";
import { Button } from "../ui/button.tsx";
import { FilterSelect } from "../ui/field.tsx";
import { Page } from "../ui/page.tsx";
import { SearchBox } from "../ui/search-box.tsx";

const route = getRouteApi("/audit");

/** What was done, by whom, and from where. */
export function AuditPage(): ReactElement {
  // The router keeps what else stands in the address, and the server refuses what it does not know.
  const filter = readAuditFilter(route.useSearch());
  const [isLive, setIsLive] = useState(false);
  return (
    <Page
      title="Audit"
      actions={
        <Button look={isLive ? "main" : "plain"} aria-pressed={isLive} onClick={() => setIsLive(!isLive)}>
          Follow live
        </Button>
      }
      about="Every change and every new authority. The address of this page holds the filter: pass it on."
    >
      <Filters />
      {isLive ? <LiveTail filter={filter} /> : <AuditList filter={filter} empty="Nothing like this has happened." />}
    </Page>
  );
}

/** Those that are set by following a link. */
const followed = [
  ["actorId", "by"],
  ["userId", "person"],
  ["clientId", "client"],
  ["resource", "resource"],
  ["requestId", "request"],
  ["flowId", "flow"],
] as const satisfies readonly (readonly [member: keyof AuditFilter, name: string])[];

function Filters(): ReactElement {
  const filter = readAuditFilter(route.useSearch());
  const navigate = route.useNavigate();
  const change = useCallback(
    (more: AuditFilter) => void navigate({ search: (rest) => readAuditFilter({ ...rest, ...more }), replace: true }),
    [navigate],
  );
  const explain = useCallback((text: string) => change({ errorId: text }), [change]);
  const types = Object.entries(auditWords).map(([type, { words }]) => [type, words] as const);
  return (
    <div role="search" aria-label="Filter the trail" className="flex flex-wrap items-center gap-2">
      <FilterSelect
        label="What"
        value={filter.type ?? ""}
        options={[["", "Everything"], ...types]}
        onChange={(type) => change({ type })}
      />
      <DayField label="From" value={filter.from} onChange={(from) => change({ from })} />
      <DayField label="Until" value={filter.until} onChange={(until) => change({ until })} />
      <SearchBox label="Error id" value={filter.errorId ?? ""} onChange={explain} />
      <FilterChips names={followed} filter={filter} onLeaveOut={(member) => change({ [member]: "" })} />
      {Object.keys(filter).length > 0 && (
        <Link to="/audit" className="text-accent underline">
          Show everything
        </Link>
      )}
    </div>
  );
}

interface DayProps {
  label: string;
  value: string | undefined;
  onChange: (value: string) => void;
}

function DayField({ label, value = "", onChange }: DayProps): ReactElement {
  return (
    <label className="flex items-center gap-1.5 text-sm text-soft">
      {label}
      <input
        type="date"
        value={value}
        onChange={({ target }) => onChange(target.value)}
        className="min-h-9 rounded-lg border border-field bg-card px-2 py-1 text-ink"
      />
    </label>
  );
}
