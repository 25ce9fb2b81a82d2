import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";

const look = "text-accent hover:underline";

/** A link to a client, with its name if known, else its ID. */
export function ClientLink({ clientId, name }: { clientId: string; name: string | undefined }): ReactElement {
  return (
    <Link to="/clients/$clientId" params={{ clientId }} className={look}>
      {name ?? <code>{clientId}</code>}
    </Link>
  );
}

/** A link to a user, with the email address if known, else the ID. */
export function UserLink({ userId, email }: { userId: string; email: string | undefined }): ReactElement {
  return (
    <Link to="/users/$userId" params={{ userId }} className={look}>
      {email ?? <code>{userId}</code>}
    </Link>
  );
}
