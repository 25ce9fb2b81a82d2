import type { inferOutput } from "@trpc/tanstack-react-query";
import type { ReactElement } from "react";
import type { rpc } from "../rpc.ts";
import { ClientLink, UserLink } from "./links.tsx";

export type AuditRow = inferOutput<typeof rpc.audit.list>["items"][number];

/** Whom and what a row is about. Whoever was erased or deleted has no page any more: their id is left. */
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

const kinds = { person: "an administrator", api_key: "an API key", command_line: "the command line" } as const;

/** Who did it, where that is somebody else than whom it is about. */
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
