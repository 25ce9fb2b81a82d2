import { createAdminClient, isSallyportError } from "@sallyport/client";
import { type AdminQueries, createAdminQueries, isWorthRetrying } from "@sallyport/client/tanstack";
import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";

const staleAfterMs = 10_000;

/** Who is signed in: what these change or say of it is told by their own page. */
function isAboutSession(path: string | undefined): boolean {
  return path?.startsWith("session.") === true;
}

/** A session that has ended shows at the next answer, whichever it is. */
function noticeEnd(error: unknown): void {
  if (!isSallyportError(error) || error.data.sallyportCode !== "unauthenticated") return;
  if (!isAboutSession(error.data.path)) void queryClient.invalidateQueries({ queryKey: rpc.session.me.queryKey() });
}

const mutationCache = new MutationCache({ onError: noticeEnd });
// Few things stand alone: a client that is off has no grants, an erased person no consents.
mutationCache.subscribe((event) => {
  if (event.type !== "updated" || event.action.type !== "success") return;
  if (!isAboutSession(event.mutation.options.mutationKey?.flat().join("."))) void queryClient.invalidateQueries();
});

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeEnd }),
  mutationCache,
  defaultOptions: { queries: { retry: isWorthRetrying, staleTime: staleAfterMs } },
});

/** Every procedure of the server, for `useQuery` and `useMutation`, with the types that the server has. */
export const rpc: AdminQueries = createAdminQueries({
  client: createAdminClient({ url: window.location.origin }),
  queryClient,
});
