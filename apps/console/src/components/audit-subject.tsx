import type { inferOutput } from "@trpc/tanstack-react-query";
import type { ReactElement } from "react";
import type { rpc } from "../rpc.ts";
import { ClientLink, UserLink } from "./links.tsx";

export type AuditRow = inferOutput<typeof rpc.audit.list>["items"][number];

/** The user, client and resource of an event. An erased user or deleted client shows as an ID without a link. */
export function Subject({ row }: { row: AuditRow }): ReactElement | null {
  const { clientId, clientName, userId, userEmail, resource } = row;
  const parts = [
    ...(userId === undefined ? [] : [<Person key="person" userId={userId} email={userEmail} />]),
    ...(clientId === undefined ? [] : [<Client key="client" clientId={clientId} name={clientName} />]),
    ...(resource === undefined ? [] : [<code key="resource">{resource}</code>]),
  ];
  if (parts.length === 0) return null;
  return <span className="flex flex-wrap gap-x-2">{parts}</span>;
}

const kinds = { person: "Administrator", api_key: "API key", command_line: "Command line" } as const;

/** Who caused the event, if that is not its subject. */
export function Actor({ row: { actorKind, actorId, actorName } }: { row: AuditRow }): ReactElement | null {
  if (actorKind === undefined) return null;
  if (actorKind === "person" && actorId !== undefined) return <Person userId={actorId} email={actorName} />;
  return (
    <>
      {kinds[actorKind]}
      {actorName !== undefined && ` (${actorName})`}
    </>
  );
}

function Person({ userId, email }: { userId: string; email: string | undefined }): ReactElement {
  return email === undefined ? <code>{userId}</code> : <UserLink userId={userId} email={email} />;
}

function Client({ clientId, name }: { clientId: string; name: string | undefined }): ReactElement {
  return name === undefined ? <code>{clientId}</code> : <ClientLink clientId={clientId} name={name} />;
}
