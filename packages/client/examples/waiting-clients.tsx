// A page of the admin listener's origin: the clients that wait for approval.
import { createAdminClient } from "@sallyport/client";
import { AdminProvider, isWorthRetrying, useAdmin } from "@sallyport/client/tanstack";
import { QueryClient, QueryClientProvider, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

const queryClient = new QueryClient({ defaultOptions: { queries: { retry: isWorthRetrying } } });
const client = createAdminClient({ url: "/" });

export function Page() {
  return (
    <QueryClientProvider client={queryClient}>
      <AdminProvider queryClient={queryClient} trpcClient={client}>
        <WaitingClients />
      </AdminProvider>
    </QueryClientProvider>
  );
}

function WaitingClients() {
  const admin = useAdmin();
  const queries = useQueryClient();
  const { data, error } = useQuery(admin.registrations.list.queryOptions());
  const onSuccess = () => queries.invalidateQueries({ queryKey: admin.registrations.list.queryKey() });
  const approve = useMutation(admin.registrations.approve.mutationOptions({ onSuccess }));
  const refuse = useMutation(admin.registrations.refuse.mutationOptions({ onSuccess }));
  if (error !== null) return <p role="alert">{error.message}</p>;
  return (
    <ul>
      {data?.items.map(({ clientId, clientName, createdAt }) => (
        <li key={clientId}>
          {clientName}, since {createdAt.toLocaleDateString()}
          <button onClick={() => approve.mutate({ clientId })}>Approve</button>
          <button onClick={() => refuse.mutate({ clientId })}>Refuse</button>
        </li>
      ))}
    </ul>
  );
}
