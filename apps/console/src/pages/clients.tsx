import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { type ReactElement, useCallback } from "react";
import { rpc } from "../rpc.ts";
import { readClientFilter } from "../rules/client-filter.ts";
import { clientProvenances, clientSorts, clientStatuses } from "../rules/client-labels.ts";
import { useMay } from "../session.ts";
import { Badge } from "../ui/badge.tsx";
import { buttonClass } from "../ui/button.tsx";
import { FilterSelect } from "../ui/field.tsx";
import { Page } from "../ui/page.tsx";
import { SearchBox } from "../ui/search-box.tsx";
import { ListTable } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";
import { ClientStatusBadge } from "../components/client-status-badge.tsx";
import { InviteButton } from "../components/invite-button.tsx";

const route = getRouteApi("/clients");

/** All clients, and the ways to add one. */
export function ClientsPage(): ReactElement {
  // The router keeps unknown search parameters, and the server refuses them.
  const filter = readClientFilter(route.useSearch());
  const mayChange = useMay("operator");
  const list = useInfiniteQuery(
    rpc.clients.list.infiniteQueryOptions(filter, { getNextPageParam: ({ nextCursor }) => nextCursor }),
  );
  const isFiltered = Object.keys(filter).length > 0;
  return (
    <Page
      title="Clients"
      about="Applications that ask users for access."
      actions={
        mayChange && (
          <>
            <InviteButton />
            <Link to="/clients/new" className={buttonClass("main")}>
              <Plus aria-hidden size={16} /> New client
            </Link>
          </>
        )
      }
    >
      <Filters />
      <ListTable
        label="Clients"
        list={list}
        keyOf={({ clientId }) => clientId}
        empty={isFiltered ? "No matches" : "No clients yet. Create one, or allow dynamic client registration."}
        columns={[
          {
            title: "Client",
            cell: ({ clientId, clientName }) => (
              <>
                <Link
                  to="/clients/$clientId"
                  params={{ clientId }}
                  className="font-semibold text-accent hover:underline"
                >
                  {clientName}
                </Link>
                <code className="block text-soft">{clientId}</code>
              </>
            ),
          },
          { title: "Type", cell: ({ clientType }) => clientType, from: "lg" },
          {
            title: "Registered via",
            cell: ({ provenance }) => <Badge>{clientProvenances[provenance]}</Badge>,
            from: "md",
          },
          { title: "Status", cell: ({ status }) => <ClientStatusBadge status={status} /> },
          { title: "Created", cell: ({ createdAt }) => <Time at={createdAt} />, from: "sm" },
        ]}
      />
    </Page>
  );
}

function Filters(): ReactElement {
  const { status, provenance, sort, search } = route.useSearch();
  const navigate = route.useNavigate();
  const change = useCallback(
    (more: Readonly<Record<string, string>>) =>
      void navigate({ search: (rest) => readClientFilter({ ...rest, ...more }), replace: true }),
    [navigate],
  );
  const find = useCallback((text: string) => change({ search: text }), [change]);
  const statuses = Object.entries(clientStatuses).map(([value, { label }]) => [value, label] as const);
  return (
    <div role="search" aria-label="Filter clients" className="flex flex-wrap gap-2">
      <SearchBox label="Name or ID" value={search ?? ""} onChange={find} />
      <FilterSelect
        label="Status"
        value={status ?? ""}
        options={[["", "Any status"], ...statuses]}
        onChange={(value) => change({ status: value })}
      />
      <FilterSelect
        label="Registered via"
        value={provenance ?? ""}
        options={[["", "Any registration"], ...Object.entries(clientProvenances)]}
        onChange={(value) => change({ provenance: value })}
      />
      {search === undefined && (
        <FilterSelect
          label="Sort by"
          value={sort ?? "created"}
          options={Object.entries(clientSorts)}
          onChange={(value) => change({ sort: value })}
        />
      )}
    </div>
  );
}
