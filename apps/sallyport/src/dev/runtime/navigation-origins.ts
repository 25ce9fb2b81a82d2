import { isLoopbackHost } from "@sallyport/core";
import type { Answer, Exchange } from "@sallyport/http";

/**
 * What sent the browser to an authorization request: `direct`: the person, a program, or our own page; `loopback`: a
 * page on this machine; `foreign`: any other page.
 */
export type NavigationOrigin = "direct" | "loopback" | "foreign";

/** Remembers for each interaction what started it: later requests, redirects of ours, no longer say so. */
export interface NavigationOrigins {
  note(exchange: Exchange, answer: Answer): void;
  /** `foreign` for what is not known. */
  of(interactionId: string): NavigationOrigin;
}

const maxRemembered = 1_000;

export function createOrigins(): NavigationOrigins {
  const known = new Map<string, NavigationOrigin>();
  return {
    note({ context }, { headers }) {
      const [, id] = /\/interaction\/([\w-]+)/.exec(String(headers["Location"] ?? "")) ?? [];
      if (id === undefined) return;
      known.set(id, originOf(context.request.headers));
      for (const oldest of known.keys()) if (known.size > maxRemembered) known.delete(oldest);
    },
    of: (id) => known.get(id) ?? "foreign",
  };
}

/** Fetch Metadata; browsers without it, and those that reach a host without https, say it by `Referer` alone. */
function originOf(headers: Exchange["context"]["request"]["headers"]): NavigationOrigin {
  const site = headers["sec-fetch-site"];
  const { referer, host = "" } = headers;
  if (site === "none" || site === "same-origin") return "direct";
  if (referer !== undefined) return isOnLoopback(referer) ? "loopback" : "foreign";
  return site === undefined && isOnLoopback(`http://${host}`) ? "direct" : "foreign";
}

/** Whether the host of an http or https address is this machine. */
export function isOnLoopback(address: string): boolean {
  return /^https?:/i.test(address) && URL.canParse(address) && isLoopbackHost(new URL(address).hostname);
}
