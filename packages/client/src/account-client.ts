import { createTRPCClient, type TRPCClient } from "@trpc/client";
import { addressOf } from "./address.ts";
import type { Fetch } from "./cookies.ts";
import { createLink } from "./link.ts";
import type { AccountRouter } from "./routers.ts";

/**
 * A tRPC client for the account of the signed-in user.
 * @example
 * ```ts
 * import { type AccountClient } from "@sallyport/client";
 * export const countConsents = async (account: AccountClient) => (await account.consents.listMine.query()).items.length;
 * ```
 */
export type AccountClient = TRPCClient<AccountRouter>;

/**
 * Options of `createAccountClient`.
 * @example
 * ```ts
 * import { type AccountClientOptions } from "@sallyport/client";
 * const options: AccountClientOptions = { url: "https://auth.example" };
 * ```
 */
export interface AccountClientOptions {
  /** The issuer: `https://auth.example`. */
  url: string | URL;
  /** Instead of the global one. */
  fetch?: Fetch | undefined;
}

/**
 * What people do about their own account, on a page of the issuer's origin: the browser sends their session.
 * @example
 * ```ts
 * import { createAccountClient } from "@sallyport/client";
 * const account = createAccountClient({ url: "https://auth.example" });
 * const { items } = await account.consents.listMine.query();
 * ```
 */
export function createAccountClient({ url, fetch = globalThis.fetch }: AccountClientOptions): AccountClient {
  return createTRPCClient<AccountRouter>({ links: [createLink({ url: addressOf(url, "/account/trpc"), fetch })] });
}
