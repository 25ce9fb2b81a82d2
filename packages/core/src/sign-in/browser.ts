import type { Context } from "../context.ts";
import { createSecretText, isSecretText, tokenPrefixes } from "../secret-text.ts";

/** The cookies of one browser, as they came. */
export interface BrowserCookies {
  /** Binds interactions and forms to the browser. */
  browser: string | undefined;
  /** Stands for the person who is signed in. */
  session: string | undefined;
}

/** The cookie that binds to the browser: its own, or a new one when it has none. */
export function browserCookieOf({ random }: Context, { browser }: BrowserCookies): string {
  const isUsable = browser !== undefined && isSecretText(tokenPrefixes.browser, browser);
  return isUsable ? browser : createSecretText(tokenPrefixes.browser, random);
}
