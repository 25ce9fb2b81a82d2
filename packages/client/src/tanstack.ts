import type { QueryClient } from "@tanstack/react-query";
import { createTRPCContext, createTRPCOptionsProxy, type TRPCOptionsProxy } from "@trpc/tanstack-react-query";
import type { AdminClient } from "./admin-client.ts";
import type { AdminRouter } from "./routers.ts";
import { isSallyportError } from "./sallyport-error.ts";

/**
 * Every procedure of the server, as options and keys of TanStack Query: `admin.clients.list.queryOptions()`.
 * @example
 * ```ts
 * import { type AdminQueries } from "@sallyport/client/tanstack";
 * export const activeClients = (admin: AdminQueries) => admin.clients.list.queryOptions({ status: "active" });
 * ```
 */
export type AdminQueries = TRPCOptionsProxy<AdminRouter>;

/**
 * For loaders, and for applications that have one client of each kind; components below `AdminProvider` need none.
 * @example
 * ```ts
 * import { createAdminClient } from "@sallyport/client";
 * import { createAdminQueries } from "@sallyport/client/tanstack";
 * import { QueryClient } from "@tanstack/react-query";
 * const queryClient = new QueryClient();
 * const admin = createAdminQueries({ client: createAdminClient({ url: "/" }), queryClient });
 * const { items } = await queryClient.fetchQuery(admin.clients.list.queryOptions());
 * ```
 */
export function createAdminQueries(clients: { client: AdminClient; queryClient: QueryClient }): AdminQueries {
  return createTRPCOptionsProxy<AdminRouter>(clients);
}

type AdminContext = ReturnType<typeof createTRPCContext<AdminRouter>>;
const context: AdminContext = createTRPCContext<AdminRouter>();

/**
 * Hands `trpcClient` and `queryClient` to the components below.
 * @example
 * ```tsx
 * import { createAdminClient } from "@sallyport/client";
 * import { AdminProvider } from "@sallyport/client/tanstack";
 * import { QueryClient } from "@tanstack/react-query";
 * const queryClient = new QueryClient();
 * const trpcClient = createAdminClient({ url: "/" });
 * export const App = () => (
 *   <AdminProvider queryClient={queryClient} trpcClient={trpcClient}>
 *     <h1>Clients</h1>
 *   </AdminProvider>
 * );
 * ```
 */
export const AdminProvider: AdminContext["TRPCProvider"] = context.TRPCProvider;
/**
 * The procedures, for `useQuery`, `useMutation` and `useSubscription`.
 * @example
 * ```tsx
 * import { useAdmin } from "@sallyport/client/tanstack";
 * import { useQuery } from "@tanstack/react-query";
 * export function CountOfClients() {
 *   const { data } = useQuery(useAdmin().clients.list.queryOptions());
 *   return <p>{data?.items.length}</p>;
 * }
 * ```
 */
export const useAdmin: AdminContext["useTRPC"] = context.useTRPC;
/**
 * The client itself, for what is no hook.
 * @example
 * ```tsx
 * import { useAdminClient } from "@sallyport/client/tanstack";
 * export function SignOut() {
 *   const client = useAdminClient();
 *   return <button onClick={() => client.session.signOut.mutate()}>Sign out</button>;
 * }
 * ```
 */
export const useAdminClient: AdminContext["useTRPCClient"] = context.useTRPCClient;

const maxRetries = 2;

/**
 * For `retry` of a query: what the server refused it refuses again, what did not answer may answer soon.
 * @example
 * ```ts
 * import { isWorthRetrying } from "@sallyport/client/tanstack";
 * import { QueryClient } from "@tanstack/react-query";
 * const queryClient = new QueryClient({ defaultOptions: { queries: { retry: isWorthRetrying } } });
 * ```
 */
export function isWorthRetrying(failures: number, error: unknown): boolean {
  if (failures >= maxRetries) return false;
  return !isSallyportError(error) || error.data.sallyportCode === "unavailable";
}
