import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { inferOutput } from "@trpc/tanstack-react-query";
import type { ReactElement } from "react";
import { AuditList } from "../parts/audit-table.tsx";
import { ConsentTable } from "../parts/consent-table.tsx";
import { EditUserButton } from "../parts/edit-user-button.tsx";
import { EraseUserButton } from "../parts/erase-user-button.tsx";
import { ExportUserButton } from "../parts/export-user-button.tsx";
import { GrantTable } from "../parts/grant-table.tsx";
import { SessionTable } from "../parts/session-table.tsx";
import { UserActions } from "../parts/user-actions.tsx";
import { rpc } from "../rpc.ts";
import { isCode } from "../rules/failure.ts";
import { useMay } from "../session.ts";
import { Awaited } from "../ui/awaited.tsx";
import { Badge } from "../ui/badge.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Notice } from "../ui/notice.tsx";
import { Card, Facts, Page, Part } from "../ui/page.tsx";
import { Instant } from "../ui/time.tsx";

const route = getRouteApi("/users/$userId");

type User = inferOutput<typeof rpc.users.get>;

/** One person: who they are, where they are signed in, and what they allowed. */
export function UserPage(): ReactElement {
  const { userId } = route.useParams();
  const user = useQuery(rpc.users.get.queryOptions({ userId }));
  const mayChange = useMay("owner");
  return (
    <Page
      title={user.data?.email ?? "Person"}
      about={
        <Link to="/users" className="text-accent underline">
          All people
        </Link>
      }
      actions={mayChange && user.data !== undefined && <Actions user={user.data} />}
    >
      {isCode(user.error, "not_found") ? (
        <Notice tone="warn">There is no such person; they may have been erased.</Notice>
      ) : (
        <Awaited query={user}>{(one) => <Parts user={one} />}</Awaited>
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

function Parts({ user }: { user: User }): ReactElement {
  const { userId, email, name, role, isActive, createdAt, sessionCount, consentCount } = user;
  return (
    <>
      {!isActive && <Notice tone="bad">This person is disabled: they cannot sign in.</Notice>}
      <Card>
        <Facts
          facts={[
            ["E-mail address", email],
            ["Name", name],
            [
              "Role",
              <Badge key="role" tone={role === "user" ? "plain" : "accent"}>
                {role}
              </Badge>,
            ],
            [
              "Id",
              <span key="id" className="flex flex-wrap items-center gap-1">
                <code>{userId}</code> <CopyButton text={userId} what="id" />
              </span>,
            ],
            ["Here since", <Instant key="since" at={createdAt} />],
            ["Signed in", `in ${sessionCount} ${sessionCount === 1 ? "browser" : "browsers"}`],
            ["Allowed", `${consentCount} ${consentCount === 1 ? "application" : "applications"}`],
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
        <AuditList filter={{ userId }} empty="Nothing has happened." />
      </Part>
    </>
  );
}
