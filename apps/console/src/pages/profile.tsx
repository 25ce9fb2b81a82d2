import type { ReactElement } from "react";
import { useSession } from "../session.ts";
import { Badge } from "../ui/badge.tsx";
import { Card, Facts, Page } from "../ui/page.tsx";
import { Instant, Time } from "../ui/time.tsx";

const roleDescriptions: Readonly<Record<string, string>> = {
  viewer: "You can view everything.",
  operator: "You can view everything, and manage clients and resources.",
  owner: "You can manage everything, including users.",
};

/** The administrator who is signed in. */
export function ProfilePage(): ReactElement {
  const { userId, email, name, role, signedInAt, expiresAt } = useSession();
  return (
    <Page title="My profile">
      <Card title="Account">
        <Facts
          facts={[
            ["Email", email],
            ["Name", name],
            [
              "Role",
              <span key="role">
                <Badge tone="accent">{role}</Badge> {roleDescriptions[role]}
              </span>,
            ],
            ["User ID", <code key="id">{userId}</code>],
          ]}
        />
      </Card>
      <Card title="This session">
        <Facts
          facts={[
            ["Signed in", <Instant key="in" at={signedInAt} />],
            ["Expires", <Time key="out" at={expiresAt} />],
          ]}
        />
      </Card>
    </Page>
  );
}
