import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";

const look = "text-accent hover:underline";

/** To a client, by its name where that is known. */
export function ClientLink({ clientId, name }: { clientId: string; name: string | undefined }): ReactElement {
  return (
    <Link to="/clients/$clientId" params={{ clientId }} className={look}>
      {name ?? <code>{clientId}</code>}
    </Link>
  );
}

/** To a person, by their address where that is known. */
export function UserLink({ userId, email }: { userId: string; email: string | undefined }): ReactElement {
  return (
    <Link to="/users/$userId" params={{ userId }} className={look}>
      {email ?? <code>{userId}</code>}
    </Link>
  );
}
