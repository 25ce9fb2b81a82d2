import type { Provider } from "@sallyport/core";
import { type Answer, basicClientId, type Exchange, namedClientId, readBody } from "@sallyport/http";
import type { FaultOptions, WaitingFault } from "./fault.ts";

/** Which requests a fault is for: all that is named must fit. */
export interface Match {
  route?: string | undefined;
  clientId?: string | undefined;
  grantType?: string | undefined;
}

export interface Waiting extends Match {
  id: number;
  fault: string;
  /** How many requests it will still spoil. */
  left: number | "all";
  options: FaultOptions;
}

/** The faults that wait for requests, in the order in which they were set. */
export interface FaultQueue {
  add(fault: WaitingFault, wish: Omit<Waiting, "id" | "fault">): Waiting;
  list(): readonly Waiting[];
  /** @returns how many there were */
  clear(id?: number): number;
  /** Serves a request as the faults want it; `onUse` hears the name of each that shows. */
  pass(way: Way, serve: () => Promise<Answer>): Promise<Answer>;
}

interface Way {
  exchange: Exchange;
  provider: Provider;
  onUse: (fault: string) => void;
}

interface Entry {
  fault: WaitingFault;
  waiting: Waiting;
  /** Requests that may still give it back. */
  underWay: number;
}

export function createFaultQueue(): FaultQueue {
  let entries: Entry[] = [];
  let lastId = 0;

  async function applyOne(entry: Entry, way: Way, serve: () => Promise<Answer>): Promise<Answer> {
    const { fault, waiting } = entry;
    const { exchange, provider, onUse } = way;
    if (waiting.left === 0) return await serve();
    // Taken before it shows: of two requests at once only one may meet the last.
    if (waiting.left !== "all") waiting.left -= 1;
    entry.underWay += 1;
    let isUsed = false;
    const use = (): void => {
      isUsed = true;
      onUse(fault.name);
    };
    try {
      return await fault.apply({ exchange, provider, options: waiting.options, use }, serve);
    } finally {
      if (!isUsed && waiting.left !== "all") waiting.left += 1;
      entry.underWay -= 1;
      entries = entries.filter((one) => one.waiting.left !== 0 || one.underWay > 0);
    }
  }

  return {
    add(fault, wish) {
      lastId += 1;
      const waiting: Waiting = { id: lastId, fault: fault.name, ...wish };
      entries.push({ fault, waiting, underWay: 0 });
      return { ...waiting };
    },
    list: () => entries.filter(({ waiting }) => waiting.left !== 0).map(({ waiting }) => ({ ...waiting })),
    clear(id) {
      const before = entries.length;
      entries = id === undefined ? [] : entries.filter(({ waiting }) => waiting.id !== id);
      return before - entries.length;
    },
    async pass(way, serve) {
      let next = serve;
      for (const entry of entries.toReversed()) {
        if (!(await fits(entry, way))) continue;
        const inner = next;
        next = () => applyOne(entry, way, inner);
      }
      return await next();
    },
  };
}

async function fits({ fault, waiting }: Entry, { exchange, provider }: Way): Promise<boolean> {
  const { route, clientId, grantType } = waiting;
  const isHere = route === undefined ? fault.routes.includes(exchange.route) : route === exchange.route;
  if (!isHere) return false;
  if (grantType !== undefined && new URLSearchParams(await bodyOf(exchange)).get("grant_type") !== grantType) {
    return false;
  }
  return clientId === undefined || clientId === (await clientOf(exchange, provider));
}

/** Whoever sends what cannot be read is told so by the route. */
async function bodyOf({ context }: Exchange): Promise<string> {
  return context.request.method === "GET" ? "" : await readBody(context).catch(() => "");
}

async function clientOf(exchange: Exchange, provider: Provider): Promise<string | undefined> {
  const { context, cookies } = exchange;
  const { request } = context;
  const { id } = request.params;
  if (exchange.route === "client-configuration") return String(id);
  if (typeof id === "string") {
    const view = provider.interactions.view(id, cookies.read(request.headers.cookie));
    return await view.then(({ client }) => client.id).catch(() => undefined);
  }
  const [, query = ""] = request.url.split("?", 2);
  return basicClientId(context.authorization[0]) ?? namedClientId(await bodyOf(exchange)) ?? namedClientId(query);
}
