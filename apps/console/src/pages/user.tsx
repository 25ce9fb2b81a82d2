import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { inferOutput } from "@trpc/tanstack-react-query";
import type { ReactElement } from "react";
import { AuditList } from "../components/audit-table.tsx";
import { ConsentTable } from "../components/consent-table.tsx";
import { EditUserButton } from "../components/edit-user-button.tsx";
import { EraseUserButton } from "../components/erase-user-button.tsx";
import { ExportUserButton } from "../components/export-user-button.tsx";
import { GrantTable } from "../components/grant-table.tsx";
import { SessionTable } from "../components/session-table.tsx";
import { UserActions } from "../components/user-actions.tsx";
import { rpc } from "../rpc.ts";
import { isCode } from "../rules/failure.ts";
import { useMay } from "../session.ts";
import { QueryResult } from "../ui/query-result.tsx";
import { Badge } from "../ui/badge.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Notice } from "../ui/notice.tsx";
import { Card, Facts, Page, Part } from "../ui/page.tsx";
import { Instant } from "../ui/time.tsx";

const route = getRouteApi("/users/$userId");

type User = inferOutput<typeof rpc.users.get>;

/** One user: details, sessions, consents, grants and activity. */
export function UserPage(): ReactElement {
  const { userId } = route.useParams();
  const user = useQuery(rpc.users.get.queryOptions({ userId }));
  const mayChange = useMay("owner");
  return (
    <Page
      title={user.data?.email ?? "User"}
      about={
        <Link to="/users" className="text-accent underline">
          All users
        </Link>
      }
      actions={mayChange && user.data !== undefined && <Actions user={user.data} />}
    >
      {isCode(user.error, "not_found") ? (
        <Notice tone="warn">User not found. The user may have been erased.</Notice>
      ) : (
        <QueryResult query={user}>{(one) => <UserDetails user={one} />}</QueryResult>
      )}
    </Page>
  );
}

function Actions({ user }: { user: User }): ReactElement {
  return (
    <>
      <EditUserButton user={user} />
      <UserActions user={user} />
      <ExportUserButton userId={user.userId} email={user.email} />
      <EraseUserButton userId={user.userId} email={user.email} />
    </>
  );
}

function UserDetails({ user }: { user: User }): ReactElement {
  const { userId, email, name, role, isActive, createdAt, sessionCount, consentCount } = user;
  return (
    <>
      {!isActive && <Notice tone="bad">This user is disabled and cannot sign in.</Notice>}
      <Card>
        <Facts
          facts={[
            ["Email", email],
            ["Name", name],
            [
              "Role",
              <Badge key="role" tone={role === "user" ? "plain" : "accent"}>
                {role}
              </Badge>,
            ],
            [
              "User ID",
              <span key="id" className="flex flex-wrap items-center gap-1">
                <code>{userId}</code> <CopyButton text={userId} what="user ID" />
              </span>,
            ],
            ["Created", <Instant key="created" at={createdAt} />],
            ["Sessions", sessionCount],
            ["Consents", consentCount],
          ]}
        />
      </Card>
      <Part title="Sessions">
        <SessionTable userId={userId} />
      </Part>
      <Part title="Consents">
        <ConsentTable filter={{ userId }} />
      </Part>
      <Part title="Grants">
        <GrantTable filter={{ userId }} />
      </Part>
      <Part title="Activity">
        <AuditList filter={{ userId }} empty="No events yet" />
      </Part>
    </>
  );
}
