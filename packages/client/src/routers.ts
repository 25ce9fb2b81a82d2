// Types only: the packed package has their declarations inside.

/**
 * The routers of the server, for a tRPC client of your own.
 * @example
 * ```ts
 * import { createTRPCClient, httpLink } from "@trpc/client";
 * import type { AccountRouter, AdminRouter } from "@sallyport/client";
 * import superjson from "superjson";
 * const link = { transformer: superjson };
 * const admin = createTRPCClient<AdminRouter>({ links: [httpLink({ ...link, url: "/trpc" })] });
 * const account = createTRPCClient<AccountRouter>({ links: [httpLink({ ...link, url: "/account/trpc" })] });
 * ```
 */
export type { AccountRouter, AdminRouter } from "@sallyport/rpc";
