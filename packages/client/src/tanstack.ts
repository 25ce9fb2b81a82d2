import type { QueryClient } from "@tanstack/react-query";
import { createTRPCContext, createTRPCOptionsProxy, type TRPCOptionsProxy } from "@trpc/tanstack-react-query";
import type { AdminClient } from "./admin-client.ts";
import type { AdminRouter } from "./routers.ts";
import { isSallyportError } from "./sallyport-error.ts";

/** Every procedure of the server, as options and keys of TanStack Query: `admin.clients.list.queryOptions()`. */
export type AdminQueries = TRPCOptionsProxy<AdminRouter>;

/** For loaders, and for applications that have one client of each kind; components below `AdminProvider` need none. */
export function createAdminQueries(clients: { client: AdminClient; queryClient: QueryClient }): AdminQueries {
  return createTRPCOptionsProxy<AdminRouter>(clients);
}

type AdminContext = ReturnType<typeof createTRPCContext<AdminRouter>>;
const context: AdminContext = createTRPCContext<AdminRouter>();

/** Hands `trpcClient` and `queryClient` to the components below. */
export const AdminProvider: AdminContext["TRPCProvider"] = context.TRPCProvider;
/** The procedures, for `useQuery`, `useMutation` and `useSubscription`. */
export const useAdmin: AdminContext["useTRPC"] = context.useTRPC;
/** The client itself, for what is no hook. */
export const useAdminClient: AdminContext["useTRPCClient"] = context.useTRPCClient;

const maxRetries = 2;

/** For `retry` of a query: what the server refused it refuses again, what did not answer may answer soon. */
export function isWorthRetrying(failures: number, error: unknown): boolean {
  if (failures >= maxRetries) return false;
  return !isSallyportError(error) || error.data.sallyportCode === "unavailable";
}
