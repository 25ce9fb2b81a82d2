import type { ReactElement } from "react";
import { useSession } from "../session.ts";
import { Badge } from "../ui/badge.tsx";
import { Card, Facts, Page } from "../ui/page.tsx";
import { Instant, Time } from "../ui/time.tsx";

const abilities: Readonly<Record<string, string>> = {
  viewer: "You can look at everything.",
  operator: "You can look at everything, and run clients and resources.",
  owner: "You can do everything, people included.",
};

/** The administrator who is signed in. */
export function ProfilePage(): ReactElement {
  const { userId, email, name, role, signedInAt, expiresAt } = useSession();
  return (
    <Page title="My profile">
      <Card title="Who I am">
        <Facts
          facts={[
            ["E-mail address", email],
            ["Name", name],
            [
              "Role",
              <span key="role">
                <Badge tone="accent">{role}</Badge> {abilities[role]}
              </span>,
            ],
            ["Id", <code key="id">{userId}</code>],
          ]}
        />
      </Card>
      <Card title="This session">
        <Facts
          facts={[
            ["Signed in", <Instant key="in" at={signedInAt} />],
            ["Ends", <Time key="out" at={expiresAt} />],
          ]}
        />
      </Card>
    </Page>
  );
}
