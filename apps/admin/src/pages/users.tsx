import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { rpc } from "../rpc.ts";
import { NewUserButton } from "../parts/new-user-button.tsx";
import { UserActions } from "../parts/user-actions.tsx";
import { useMay } from "../session.ts";
import { Badge } from "../ui/badge.tsx";
import { Page } from "../ui/page.tsx";
import { ListTable } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";

/** Everybody who can sign in. */
export function UsersPage(): ReactElement {
  const mayChange = useMay("owner");
  const list = useInfiniteQuery(
    rpc.users.list.infiniteQueryOptions({}, { getNextPageParam: ({ nextCursor }) => nextCursor }),
  );
  return (
    <Page title="People" about="Everybody who can sign in." actions={mayChange && <NewUserButton />}>
      <ListTable
        label="People"
        list={list}
        keyOf={({ userId }) => userId}
        empty="There is nobody yet."
        columns={[
          {
            title: "Person",
            cell: ({ email, name }) => (
              <>
                <span className="font-semibold">{email}</span>
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
          { title: "Since", cell: ({ createdAt }) => <Time at={createdAt} />, from: "md" },
          ...(mayChange
            ? [
                {
                  title: "Actions",
                  cell: (user: Parameters<typeof UserActions>[0]["user"]) => <UserActions user={user} />,
                  isRight: true,
                },
              ]
            : []),
        ]}
      />
    </Page>
  );
}
