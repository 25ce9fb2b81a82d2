import { getRouteApi } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { ConsentTable } from "../parts/consent-table.tsx";
import { FilterChips } from "../parts/filter-chips.tsx";
import { readConsentFilter } from "../rules/grant-filter.ts";
import { Page } from "../ui/page.tsx";

const route = getRouteApi("/consents");

const names = [
  ["userId", "person"],
  ["clientId", "client"],
] as const;

/** Everything that people allowed. */
export function ConsentsPage(): ReactElement {
  const filter = readConsentFilter(route.useSearch());
  const navigate = route.useNavigate();
  return (
    <Page title="Consents" about="What people allowed clients, and for how long.">
      {Object.keys(filter).length > 0 && (
        <div className="flex flex-wrap gap-2">
          <FilterChips
            names={names}
            filter={filter}
            onLeaveOut={(member) =>
              void navigate({ search: (rest) => readConsentFilter({ ...rest, [member]: "" }), replace: true })
            }
          />
        </div>
      )}
      <ConsentTable filter={filter} />
    </Page>
  );
}
