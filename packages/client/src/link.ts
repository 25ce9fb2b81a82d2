import {
  httpBatchLink,
  httpLink,
  type HTTPLinkOptions,
  httpSubscriptionLink,
  splitLink,
  type TRPCLink,
} from "@trpc/client";
import { EventSource } from "eventsource";
import superjson from "superjson";
import type { Fetch } from "./cookies.ts";
import type { AdminRouter } from "./routers.ts";

/** What the server takes at once. */
const maxItems = 10;
const maxURLLength = 8_000;

/** Where calls go. To a link both routers are the same: values by superjson, errors of ours. */
export interface Line {
  url: string;
  fetch: Fetch;
}

type Send = NonNullable<HTTPLinkOptions<AdminRouter["_def"]["_config"]["$types"]>["fetch"]>;
type SendOptions = Parameters<Send>[1];

/** Each call is a request of its own. */
export function createSingleLink(line: Line): TRPCLink<AdminRouter> {
  return httpLink<AdminRouter>(optionsOf(line));
}

/** Queries of one turn of the event loop share a request; a mutation fails or succeeds for itself. */
export function createLink(line: Line): TRPCLink<AdminRouter> {
  return splitLink<AdminRouter>({
    condition: ({ type }) => type === "subscription",
    true: createLiveLink(line),
    false: splitLink<AdminRouter>({
      condition: ({ type }) => type === "query",
      true: httpBatchLink<AdminRouter>({ ...optionsOf(line), maxItems, maxURLLength }),
      false: createSingleLink(line),
    }),
  });
}

/**
 * Server-sent events. Neither Node nor a browser has an `EventSource` that lets us send what other calls send,
 * so it is one over the same `fetch`; it comes back by itself, after the last event it saw.
 */
function createLiveLink({ url, fetch }: Line): TRPCLink<AdminRouter> {
  return httpSubscriptionLink<AdminRouter, typeof EventSource>({
    url,
    transformer: superjson,
    EventSource,
    eventSourceOptions: { fetch },
  });
}

function optionsOf({ url, fetch }: Line) {
  const send = (address: string | URL, init?: SendOptions) => fetch(address, { ...init, signal: init?.signal ?? null });
  return { url, fetch: send, transformer: superjson };
}
