import { getRouteApi } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { FilterChips } from "../parts/filter-chips.tsx";
import { GrantFilters } from "../parts/grant-filters.tsx";
import { GrantTable } from "../parts/grant-table.tsx";
import { type GrantFilter, lives, readGrantFilter } from "../rules/grant-filter.ts";
import { FilterSelect } from "../ui/field.tsx";
import { Page } from "../ui/page.tsx";

const route = getRouteApi("/grants");

const names = [
  ["userId", "person"],
  ["clientId", "client"],
  ["resource", "resource"],
] as const;

/** Everything that clients hold for people. */
export function GrantsPage(): ReactElement {
  const filter = readGrantFilter(route.useSearch());
  const navigate = route.useNavigate();
  const change = (more: Readonly<Record<string, string>>): void =>
    void navigate({ search: (rest) => readGrantFilter({ ...rest, ...more }), replace: true });
  const { alive, ...followed }: GrantFilter = filter;
  return (
    <Page title="Grants" about="What clients hold: one for each sign-in at one, with all tokens that came of it.">
      <div role="search" aria-label="Filter grants" className="flex flex-wrap items-center gap-2">
        <FilterSelect
          label="State"
          value={alive ?? ""}
          options={[["", "Any state"], ...Object.entries(lives)]}
          onChange={(value) => change({ alive: value })}
        />
        <GrantFilters filter={filter} onPick={(more) => change({ ...more })} />
        <FilterChips names={names} filter={followed} onLeaveOut={(member) => change({ [member]: "" })} />
      </div>
      <GrantTable filter={filter} />
    </Page>
  );
}
