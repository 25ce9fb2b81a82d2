import { createTRPCClient, type TRPCClient } from "@trpc/client";
import { addressOf } from "./address.ts";
import type { Fetch } from "./cookies.ts";
import { createLink } from "./link.ts";
import type { AccountRouter } from "./routers.ts";

export type AccountClient = TRPCClient<AccountRouter>;

export interface AccountClientOptions {
  /** The issuer: `https://auth.example`. */
  url: string | URL;
  /** Instead of the global one. */
  fetch?: Fetch | undefined;
}

/** What people do about their own account, on a page of the issuer's origin: the browser sends their session. */
export function createAccountClient({ url, fetch = globalThis.fetch }: AccountClientOptions): AccountClient {
  return createTRPCClient<AccountRouter>({ links: [createLink({ url: addressOf(url, "/account/trpc"), fetch })] });
}
