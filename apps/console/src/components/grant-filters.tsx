import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type ReactElement, useState } from "react";
import { rpc } from "../rpc.ts";
import type { GrantFilter } from "../rules/grant-filter.ts";
import { PickBox } from "../ui/pick-box.tsx";

const optionLimit = 20;

interface Props {
  filter: GrantFilter;
  onPick: (more: GrantFilter) => void;
}

/** Filters by client, user and resource; a filter that is set has no field. */
export function GrantFilters({ filter, onPick }: Props): ReactElement {
  return (
    <>
      {filter.clientId === undefined && <ClientPick onPick={(clientId) => onPick({ clientId })} />}
      {filter.userId === undefined && <UserPick onPick={(userId) => onPick({ userId })} />}
      {filter.resource === undefined && <ResourcePick onPick={(resource) => onPick({ resource })} />}
    </>
  );
}

interface PickProps {
  onPick: (value: string) => void;
}

function ClientPick({ onPick }: PickProps): ReactElement {
  const [search, setSearch] = useState("");
  const clients = useQuery(
    rpc.clients.list.queryOptions({ search, limit: optionLimit }, { placeholderData: keepPreviousData }),
  );
  const options = (clients.data?.items ?? []).map(({ clientId, clientName }) => [clientId, clientName] as const);
  return <PickBox label="Client" options={options} onType={setSearch} onPick={onPick} />;
}

function UserPick({ onPick }: PickProps): ReactElement {
  const [search, setSearch] = useState("");
  const users = useQuery(
    rpc.users.list.queryOptions({ search, limit: optionLimit }, { placeholderData: keepPreviousData }),
  );
  const options = (users.data?.items ?? []).map(({ userId, email }) => [userId, email] as const);
  return <PickBox label="User" options={options} onType={setSearch} onPick={onPick} />;
}

function ResourcePick({ onPick }: PickProps): ReactElement {
  const resources = useQuery(rpc.resources.list.queryOptions());
  const options = (resources.data?.items ?? []).map(({ uri, name }) => [uri, name ?? uri] as const);
  return <PickBox label="Resource" options={options} onPick={onPick} />;
}
