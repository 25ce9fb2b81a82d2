import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { type ReactElement, useCallback } from "react";
import { rpc } from "../rpc.ts";
import { NewUserButton } from "../components/new-user-button.tsx";
import { UserLink } from "../components/links.tsx";
import { useMay } from "../session.ts";
import { readUserFilter, userRoles, userSorts, userStatuses } from "../rules/user-filter.ts";
import { FilterSelect } from "../ui/field.tsx";
import { Badge } from "../ui/badge.tsx";
import { Page } from "../ui/page.tsx";
import { SearchBox } from "../ui/search-box.tsx";
import { ListTable } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";

const route = getRouteApi("/users");

/** All users. */
export function UsersPage(): ReactElement {
  // The router keeps unknown search parameters, and the server refuses them.
  const filter = readUserFilter(route.useSearch());
  const mayChange = useMay("owner");
  const list = useInfiniteQuery(
    rpc.users.list.infiniteQueryOptions(filter, { getNextPageParam: ({ nextCursor }) => nextCursor }),
  );
  return (
    <Page title="Users" about="People who can sign in." actions={mayChange && <NewUserButton />}>
      <Filters />
      <ListTable
        label="Users"
        list={list}
        keyOf={({ userId }) => userId}
        empty="No matches"
        columns={[
          {
            title: "User",
            cell: ({ userId, email, name }) => (
              <>
                <UserLink userId={userId} email={email} />
                {name !== undefined && <span className="block text-soft">{name}</span>}
              </>
            ),
          },
          {
            title: "Role",
            cell: ({ role }) => <Badge tone={role === "user" ? "plain" : "accent"}>{role}</Badge>,
            from: "sm",
          },
          {
            title: "Status",
            cell: ({ isActive }) => <Badge tone={isActive ? "good" : "bad"}>{isActive ? "Active" : "Disabled"}</Badge>,
            from: "sm",
          },
          { title: "Created", cell: ({ createdAt }) => <Time at={createdAt} />, from: "md" },
        ]}
      />
    </Page>
  );
}

function Filters(): ReactElement {
  const { status, role, sort, search } = route.useSearch();
  const navigate = route.useNavigate();
  const change = useCallback(
    (more: Readonly<Record<string, string>>) =>
      void navigate({ search: (rest) => readUserFilter({ ...rest, ...more }), replace: true }),
    [navigate],
  );
  const find = useCallback((text: string) => change({ search: text }), [change]);
  return (
    <div role="search" aria-label="Filter users" className="flex flex-wrap gap-2">
      <SearchBox label="Email or name" value={search ?? ""} onChange={find} />
      <FilterSelect
        label="Status"
        value={status ?? ""}
        options={[["", "Any status"], ...Object.entries(userStatuses)]}
        onChange={(value) => change({ status: value })}
      />
      <FilterSelect
        label="Role"
        value={role ?? ""}
        options={[["", "Any role"], ...Object.entries(userRoles)]}
        onChange={(value) => change({ role: value })}
      />
      {search === undefined && (
        <FilterSelect
          label="Sort by"
          value={sort ?? "created"}
          options={Object.entries(userSorts)}
          onChange={(value) => change({ sort: value })}
        />
      )}
    </div>
  );
}
