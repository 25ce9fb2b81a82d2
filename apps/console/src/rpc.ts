import { createAdminClient, isSallyportError } from "@sallyport/client";
import { type AdminQueries, createAdminQueries, isWorthRetrying } from "@sallyport/client/tanstack";
import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";

const staleAfterMs = 10_000;

/** Session procedures: the sign-in page handles their results itself. */
function isAboutSession(path: string | undefined): boolean {
  return path?.startsWith("session.") === true;
}

/** Reloads the session if any response says that it has expired. */
function handleExpiredSession(error: unknown): void {
  if (!isSallyportError(error) || error.data.sallyportCode !== "unauthenticated") return;
  if (!isAboutSession(error.data.path)) void queryClient.invalidateQueries({ queryKey: rpc.session.me.queryKey() });
}

const mutationCache = new MutationCache({ onError: handleExpiredSession });
// A change affects other lists too: a disabled client has no grants, an erased user no consents.
mutationCache.subscribe((event) => {
  if (event.type !== "updated" || event.action.type !== "success") return;
  if (!isAboutSession(event.mutation.options.mutationKey?.flat().join("."))) void queryClient.invalidateQueries();
});

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: handleExpiredSession }),
  mutationCache,
  defaultOptions: { queries: { retry: isWorthRetrying, staleTime: staleAfterMs } },
});

/** All procedures of the server for `useQuery` and `useMutation`, with their types. */
export const rpc: AdminQueries = createAdminQueries({
  client: createAdminClient({ url: window.location.origin }),
  queryClient,
});
