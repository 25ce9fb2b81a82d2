import { createTRPCClient, splitLink, type TRPCClient } from "@trpc/client";
import { addressOf } from "./address.ts";
import { showKey } from "./api-key.ts";
import { type Fetch, keepCookies } from "./cookies.ts";
import { createLink, createSingleLink } from "./link.ts";
import { leaveOutDirection } from "./one-direction.ts";
import type { AdminRouter } from "./routers.ts";
import { signInWhenRefused } from "./sign-in.ts";

/**
 * A tRPC client for administration.
 * @example
 * ```ts
 * import { type AdminClient } from "@sallyport/client";
 * export const whoAmI = (admin: AdminClient) => admin.session.me.query();
 * ```
 */
export type AdminClient = TRPCClient<AdminRouter>;

/**
 * Of a person with an administrative role.
 * @example
 * ```ts
 * import { type Credentials } from "@sallyport/client";
 * const credentials: Credentials = { email: "admin@example.com", password: "admin-pass" };
 * ```
 */
export interface Credentials {
  email: string;
  password: string;
}

interface Listener {
  /** The admin listener: `http://localhost:4456`. */
  url: string | URL;
  /** Instead of the global one. */
  fetch?: Fetch | undefined;
}

interface ByPerson {
  /** With them the client signs in by itself as soon as a call needs it, and again when the session has ended. */
  credentials?: Credentials | undefined;
  apiKey?: undefined;
}

interface ByKey {
  /** `sp_ak_…`, of a program. */
  apiKey: string;
  credentials?: undefined;
}

/**
 * Options of `createAdminClient`: an API key, credentials, or neither in a browser.
 * @example
 * ```ts
 * import { type AdminClientOptions } from "@sallyport/client";
 * const options: AdminClientOptions = { url: "http://localhost:4456", apiKey: process.env["ADMIN_API_KEY"] ?? "" };
 * ```
 */
export type AdminClientOptions = Listener & (ByPerson | ByKey);

/**
 * For programs, with an API key or with a session that is kept here, in memory, and for pages of the admin listener's
 * origin, where the browser keeps it.
 * @example
 * ```ts
 * import { createAdminClient } from "@sallyport/client";
 * const credentials = { email: "admin@example.com", password: "admin-pass" };
 * const admin = createAdminClient({ url: "http://localhost:4456", credentials });
 * const { items } = await admin.clients.list.query({ limit: 20 });
 * ```
 */
export function createAdminClient(options: AdminClientOptions): AdminClient {
  const { credentials, apiKey, fetch = globalThis.fetch } = options;
  const url = addressOf(options.url, "/trpc");
  const plain = { url, fetch: apiKey === undefined ? keepCookies(fetch) : showKey(fetch, apiKey) };
  if (credentials === undefined)
    return createTRPCClient<AdminRouter>({ links: [leaveOutDirection, createLink(plain)] });
  const open = createTRPCClient<AdminRouter>({ links: [createSingleLink(plain)] });
  const signIn = () => open.session.signIn.mutate(credentials);
  return createTRPCClient<AdminRouter>({
    links: [
      leaveOutDirection,
      splitLink<AdminRouter>({
        // Another person's wrong password is no reason to sign in with these credentials.
        condition: ({ path }) => path === "session.signIn",
        true: createSingleLink(plain),
        false: createLink({ ...plain, fetch: signInWhenRefused(plain.fetch, signIn) }),
      }),
    ],
  });
}
