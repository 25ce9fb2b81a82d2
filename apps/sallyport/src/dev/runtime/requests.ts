import { setTimeout as delay } from "node:timers/promises";
import { type Exchange, readBody, type RequestEntry } from "@sallyport/http";
import { hideSecrets } from "./hide-secrets.ts";

/** What the public listener received, and how it ended. */
export interface ReceivedRequest {
  /** Counts up from 1. */
  number: number;
  at: string;
  requestId: string;
  method: string;
  route: string;
  path: string | undefined;
  /** Form, query or JSON; secrets are cut. */
  parameters: Readonly<Record<string, unknown>>;
  /** The scheme of the `Authorization` header. */
  authorization: string | undefined;
  userAgent: string | undefined;
  /** Those that it met. */
  faults: readonly string[];
  status: number;
  clientId: string | undefined;
  flowId: string | undefined;
  error: string | undefined;
  reason: string | undefined;
  errorId: string | undefined;
  durationMs: number;
}

/** All that is named must fit. */
interface RequestFilter {
  route?: string | undefined;
  clientId?: string | undefined;
  status?: number | undefined;
  /** Later than the request of this number. */
  after?: number | undefined;
}

type Received = Pick<ReceivedRequest, "path" | "parameters" | "authorization" | "userAgent"> & { faults: string[] };

/** The last requests, in memory. */
export interface RequestLog {
  /** At the beginning of a request. */
  receive(exchange: Exchange): Promise<void>;
  noteFault(requestId: string, fault: string): void;
  /** At its end. */
  close(entry: RequestEntry): void;
  /** Oldest first. */
  list(filter?: RequestFilter): readonly ReceivedRequest[];
  /** The number of the last one; 0 before the first. */
  last(): number;
  /** The first that fits, there already or to come. @returns undefined when none came in time */
  wait(filter: RequestFilter, timing: { seconds: number; signal: AbortSignal }): Promise<ReceivedRequest | undefined>;
  clear(): void;
}

const kept = 1_000;

export function createRequestLog(now: () => string): RequestLog {
  let requests: ReceivedRequest[] = [];
  let count = 0;
  const open = new Map<string, Received>();
  const watchers = new Set<(request: ReceivedRequest) => void>();

  function find(filter: RequestFilter = {}): ReceivedRequest[] {
    return requests.filter((request) => fits(request, filter));
  }

  return {
    async receive(exchange) {
      open.set(exchange.context.requestId, await describe(exchange));
    },
    noteFault: (requestId, fault) => void open.get(requestId)?.faults.push(fault),
    close(entry) {
      const { requestId, method, route, status, clientId, flowId, error, reason, errorId, durationMs } = entry;
      // What was refused before its route was asked is not known better than this.
      const received = open.get(requestId) ?? nothingRead;
      open.delete(requestId);
      count += 1;
      const outcome = { status, clientId, flowId, error, reason, errorId, durationMs: Math.round(durationMs) };
      const request = { number: count, at: now(), requestId, method, route, ...received, ...outcome };
      requests = [...requests.slice(1 - kept), request];
      for (const watch of watchers) watch(request);
    },
    list: find,
    last: () => count,
    async wait(filter, { seconds, signal }) {
      const [known] = find(filter);
      if (known !== undefined) return known;
      const { promise, resolve } = Promise.withResolvers<ReceivedRequest>();
      const watch = (request: ReceivedRequest): void => void (fits(request, filter) && resolve(request));
      const done = new AbortController();
      watchers.add(watch);
      try {
        const either = AbortSignal.any([signal, done.signal]);
        return await Promise.race([
          promise,
          delay(seconds * 1_000, undefined, { signal: either }).catch(() => undefined),
        ]);
      } finally {
        watchers.delete(watch);
        done.abort();
      }
    },
    clear() {
      requests = [];
    },
  };
}

const nothingRead: Received = {
  path: undefined,
  parameters: {},
  authorization: undefined,
  userAgent: undefined,
  faults: [],
};

function fits(request: ReceivedRequest, { route, clientId, status, after = 0 }: RequestFilter): boolean {
  return (
    request.number > after &&
    (route === undefined || route === request.route) &&
    (clientId === undefined || clientId === request.clientId) &&
    (status === undefined || status === request.status)
  );
}

async function describe({ context }: Exchange): Promise<Received> {
  const { request, authorization } = context;
  const [path = "", query = ""] = request.originalUrl.split("?", 2);
  // A body that cannot be read is refused by its route, which meets it again.
  const body = hasBody(request.method) ? await readBody(context).catch(() => "") : "";
  return {
    path,
    parameters: hideSecrets({ ...readForm(query), ...readBodyAs(request.headers["content-type"], body) }),
    authorization: authorization[0]?.split(" ", 1)[0],
    userAgent: request.headers["user-agent"],
    faults: [],
  };
}

function hasBody(method: string): boolean {
  return method === "POST" || method === "PUT";
}

function readBodyAs(type = "", body: string): Record<string, unknown> {
  return type.startsWith("application/json") ? readJson(body) : readForm(body);
}

function readForm(text: string): Record<string, unknown> {
  const form = new URLSearchParams(text);
  const entries = [...new Set(form.keys())].map((name) => {
    const values = form.getAll(name);
    return [name, values.length === 1 ? values[0] : values] as const;
  });
  return Object.fromEntries<unknown>(entries);
}

function readJson(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" ? { ...parsed } : {};
  } catch {
    return {};
  }
}
