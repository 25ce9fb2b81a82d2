import { getRouteApi, Link } from "@tanstack/react-router";
import { type ReactElement, useCallback, useState } from "react";
import { AuditList } from "../components/audit-table.tsx";
import { FilterChips } from "../components/filter-chips.tsx";
import { LiveTail } from "../components/live-tail.tsx";
import { type AuditFilter, readAuditFilter } from "../rules/audit-filter.ts";
import { auditLabels } from "../rules/audit-labels.ts";
import { Button } from "../ui/button.tsx";
import { FilterSelect } from "../ui/field.tsx";
import { Page } from "../ui/page.tsx";
import { SearchBox } from "../ui/search-box.tsx";

const route = getRouteApi("/audit");

/** The audit log: every change, who made it, and from which address. */
export function AuditPage(): ReactElement {
  // The router keeps unknown search parameters, and the server refuses them.
  const filter = readAuditFilter(route.useSearch());
  const [isLive, setIsLive] = useState(false);
  return (
    <Page
      title="Audit log"
      actions={
        <Button look={isLive ? "main" : "plain"} aria-pressed={isLive} onClick={() => setIsLive(!isLive)}>
          Follow live
        </Button>
      }
      about="Every change, sign-in and token. To share this view, copy the page’s URL: it includes the filter."
    >
      <Filters />
      {isLive ? <LiveTail filter={filter} /> : <AuditList filter={filter} empty="No matches" />}
    </Page>
  );
}

/** Filters that a link sets. */
const linkFilters = [
  ["actorId", "by"],
  ["userId", "user"],
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
  const types = Object.entries(auditLabels).map(([type, { label }]) => [type, label] as const);
  return (
    <div role="search" aria-label="Filter the audit log" className="flex flex-wrap items-center gap-2">
      <FilterSelect
        label="Event"
        value={filter.type ?? ""}
        options={[["", "All events"], ...types]}
        onChange={(type) => change({ type })}
      />
      <DayField label="From" value={filter.from} onChange={(from) => change({ from })} />
      <DayField label="To" value={filter.until} onChange={(until) => change({ until })} />
      <SearchBox label="Error ID" value={filter.errorId ?? ""} onChange={explain} />
      <FilterChips names={linkFilters} filter={filter} onRemove={(member) => change({ [member]: "" })} />
      {Object.keys(filter).length > 0 && (
        <Link to="/audit" className="text-accent underline">
          Clear filters
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
