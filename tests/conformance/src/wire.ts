/** One request of a client, and what came back. */
export interface Exchange {
  readonly method: string;
  readonly url: URL;
  /** The form or JSON that was sent; empty when there was none. */
  readonly sent: Readonly<Record<string, unknown>>;
  /** The scheme of the `Authorization` header. */
  readonly scheme: string | undefined;
  readonly status: number;
  /** `WWW-Authenticate`. */
  readonly challenge: string | undefined;
  /** The JSON that came back; undefined for a stream or anything else. */
  readonly received: unknown;
}

export interface Wire {
  /** To be given to a client in place of the global one. */
  readonly fetch: typeof fetch;
  readonly exchanges: readonly Exchange[];
  /** Exchanges with the endpoint whose path ends like this. */
  at(pathEnd: string): Exchange[];
  /** Holds refreshes back until so many of them are under way; then they go out at once. */
  holdRefreshes(count: number): void;
}

/** `fetch`, written down. */
export function createWire(): Wire {
  const exchanges: Exchange[] = [];
  let passRefresh = (): Promise<void> => Promise.resolve();

  return {
    exchanges,
    at: (pathEnd) => exchanges.filter(({ url }) => url.pathname.endsWith(pathEnd)),
    async fetch(input, init) {
      const request = new Request(input, init);
      const sent = readSent(request, await request.clone().text());
      if (sent["grant_type"] === "refresh_token") await passRefresh();
      const response = await fetch(request);
      const { method, url, headers } = request;
      const scheme = headers.get("authorization")?.split(" ")[0];
      const received = await readReceived(response);
      const challenge = response.headers.get("www-authenticate") ?? undefined;
      exchanges.push({ method, url: new URL(url), sent, scheme, status: response.status, challenge, received });
      return response;
    },
    holdRefreshes(count) {
      const { promise, resolve } = Promise.withResolvers<void>();
      let arrived = 0;
      passRefresh = () => {
        arrived += 1;
        if (arrived === count) resolve();
        return promise;
      };
    },
  };
}

function readSent({ headers }: Request, body: string): Record<string, unknown> {
  const type = headers.get("content-type") ?? "";
  if (type.startsWith("application/x-www-form-urlencoded")) return Object.fromEntries(new URLSearchParams(body));
  const parsed: unknown = type.startsWith("application/json") ? JSON.parse(body) : undefined;
  return typeof parsed === "object" ? { ...parsed } : {};
}

async function readReceived(response: Response): Promise<unknown> {
  if (!(response.headers.get("content-type") ?? "").startsWith("application/json")) return undefined;
  return await response.clone().json();
}
