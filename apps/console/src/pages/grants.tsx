import { getRouteApi } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { FilterChips } from "../components/filter-chips.tsx";
import { GrantFilters } from "../components/grant-filters.tsx";
import { GrantTable } from "../components/grant-table.tsx";
import { type GrantFilter, grantStatuses, readGrantFilter } from "../rules/grant-filter.ts";
import { FilterSelect } from "../ui/field.tsx";
import { Page } from "../ui/page.tsx";

const route = getRouteApi("/grants");

const names = [
  ["userId", "user"],
  ["clientId", "client"],
  ["resource", "resource"],
] as const;

/** All grants. */
export function GrantsPage(): ReactElement {
  const filter = readGrantFilter(route.useSearch());
  const navigate = route.useNavigate();
  const change = (more: Readonly<Record<string, string>>): void =>
    void navigate({ search: (rest) => readGrantFilter({ ...rest, ...more }), replace: true });
  const { alive, ...linkFilters }: GrantFilter = filter;
  return (
    <Page
      title="Grants"
      about="One grant for each sign-in to a client. It covers all tokens that were issued for that sign-in."
    >
      <div role="search" aria-label="Filter grants" className="flex flex-wrap items-center gap-2">
        <FilterSelect
          label="Status"
          value={alive ?? ""}
          options={[["", "Any status"], ...Object.entries(grantStatuses)]}
          onChange={(value) => change({ alive: value })}
        />
        <GrantFilters filter={filter} onPick={(more) => change({ ...more })} />
        <FilterChips names={names} filter={linkFilters} onRemove={(member) => change({ [member]: "" })} />
      </div>
      <GrantTable filter={filter} />
    </Page>
  );
}
