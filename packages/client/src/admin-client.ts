import { createTRPCClient, splitLink, type TRPCClient } from "@trpc/client";
import { addressOf } from "./address.ts";
import { type Fetch, keepCookies } from "./cookies.ts";
import { createLink, createSingleLink } from "./link.ts";
import { leaveOutDirection } from "./one-direction.ts";
import type { AdminRouter } from "./routers.ts";
import { signInWhenRefused } from "./sign-in.ts";

export type AdminClient = TRPCClient<AdminRouter>;

/** Of a person with an administrative role. */
export interface Credentials {
  email: string;
  password: string;
}

export interface AdminClientOptions {
  /** The admin listener: `http://localhost:4456`. */
  url: string | URL;
  /** With them the client signs in by itself as soon as a call needs it, and again when the session has ended. */
  credentials?: Credentials | undefined;
  /** Instead of the global one. */
  fetch?: Fetch | undefined;
}

/**
 * For programs, whose session is kept here, in memory, and for pages of the admin listener's origin, where the
 * browser keeps it.
 */
export function createAdminClient({ url, credentials, fetch = globalThis.fetch }: AdminClientOptions): AdminClient {
  const plain = { url: addressOf(url, "/trpc"), fetch: keepCookies(fetch) };
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
