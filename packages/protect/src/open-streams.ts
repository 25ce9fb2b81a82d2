import type { ServerResponse } from "node:http";
import type { AuthInfo } from "@sallyport/resource";

/** The answers that stay open: event streams, and GET requests that wait for one. */
export interface OpenStreams {
  /** Remembers the answer until it is over. */
  add(response: ServerResponse, auth: AuthInfo): void;
  /**
   * Cuts the streams whose access token has expired or is revoked; the client reconnects, and is asked for a new one.
   * Streams of a token that cannot be looked up at the moment stay.
   */
  check(): Promise<void>;
  endAll(): void;
}

/** `lookUp` gives the claims of a valid token, and undefined for any other; `now` is in seconds since 1970. */
export function createOpenStreams(options: {
  lookUp: (token: string) => Promise<unknown>;
  now: () => number;
}): OpenStreams {
  /** By access token: a client may listen several times with one. */
  const open = new Map<string, Map<ServerResponse, AuthInfo>>();

  async function isValid(token: string): Promise<boolean> {
    try {
      return (await options.lookUp(token)) !== undefined;
    } catch {
      return true;
    }
  }

  async function checkToken(token: string, streams: ReadonlyMap<ServerResponse, AuthInfo>): Promise<void> {
    const isRevoked = !(await isValid(token));
    for (const [response, { expiresAt }] of streams) {
      if (isRevoked || expiresAt <= options.now()) response.destroy();
    }
  }

  return {
    add(response, auth) {
      const streams = open.get(auth.token) ?? new Map<ServerResponse, AuthInfo>();
      open.set(auth.token, streams.set(response, auth));
      response.once("close", () => {
        streams.delete(response);
        if (streams.size === 0 && open.get(auth.token) === streams) open.delete(auth.token);
      });
    },
    async check() {
      for (const [token, streams] of open) await checkToken(token, streams);
    },
    endAll() {
      for (const streams of open.values()) for (const response of streams.keys()) response.destroy();
    },
  };
}
