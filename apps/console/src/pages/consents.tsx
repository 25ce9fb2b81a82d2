import { getRouteApi } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { ConsentTable } from "../components/consent-table.tsx";
import { FilterChips } from "../components/filter-chips.tsx";
import { readConsentFilter } from "../rules/grant-filter.ts";
import { Page } from "../ui/page.tsx";

const route = getRouteApi("/consents");

const names = [
  ["userId", "user"],
  ["clientId", "client"],
] as const;

/** The consents of all users. */
export function ConsentsPage(): ReactElement {
  const filter = readConsentFilter(route.useSearch());
  const navigate = route.useNavigate();
  return (
    <Page title="Consents" about="What users allowed clients to do, and until when.">
      {Object.keys(filter).length > 0 && (
        <div className="flex flex-wrap gap-2">
          <FilterChips
            names={names}
            filter={filter}
            onRemove={(member) =>
              void navigate({ search: (rest) => readConsentFilter({ ...rest, [member]: "" }), replace: true })
            }
          />
        </div>
      )}
      <ConsentTable filter={filter} />
    </Page>
  );
}
