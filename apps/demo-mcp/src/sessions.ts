/** What a session keeps open. */
interface Closable {
  close(): Promise<void>;
}

interface Session<Transport> {
  /** Who began it; nobody else may use it. */
  readonly owner: string;
  readonly transport: Transport;
  lastUsedAt: number;
  openRequests: number;
}

export interface SessionLimits {
  readonly maxSessions: number;
  readonly idleSeconds: number;
  /** Seconds since 1970. */
  readonly now: () => number;
}

export interface Sessions<Transport> {
  /** Keeps a new session; when there are too many, the one that was used longest ago makes room. */
  add(id: string, owner: string, transport: Transport): void;
  /** The transport of the session, unless it is idle for too long or somebody else's. */
  find(id: string, owner: string): Transport | undefined;
  /** A session is not idle while a request of it is open. Returns what to call when the request is over. */
  begin(id: string): () => void;
  remove(id: string): void;
  closeAll(): Promise<void>;
}

/** Sessions of a stateful MCP server: bounded in number, and closed when idle. */
export function createSessions<Transport extends Closable>(limits: SessionLimits): Sessions<Transport> {
  const sessions = new Map<string, Session<Transport>>();

  const isIdle = (session: Session<Transport>) =>
    session.openRequests === 0 && limits.now() - session.lastUsedAt >= limits.idleSeconds;

  const drop = (id: string, session: Session<Transport>) => {
    sessions.delete(id);
    // Nobody waits for it, and there is nothing left to do when closing fails.
    session.transport.close().catch(() => undefined);
  };

  const makeRoom = () => {
    for (const [id, session] of sessions) if (isIdle(session)) drop(id, session);
    if (sessions.size < limits.maxSessions) return;
    const [oldest] = [...sessions].toSorted(([, a], [, b]) => byUse(a, b));
    if (oldest !== undefined) drop(...oldest);
  };

  return {
    add(id, owner, transport) {
      makeRoom();
      sessions.set(id, { owner, transport, lastUsedAt: limits.now(), openRequests: 0 });
    },
    find(id, owner) {
      const session = sessions.get(id);
      if (session === undefined || session.owner !== owner) return undefined;
      if (!isIdle(session)) return session.transport;
      drop(id, session);
      return undefined;
    },
    begin(id) {
      const session = sessions.get(id);
      if (session === undefined) return () => undefined;
      session.openRequests += 1;
      session.lastUsedAt = limits.now();
      return () => {
        session.openRequests -= 1;
        session.lastUsedAt = limits.now();
      };
    },
    remove(id) {
      sessions.delete(id);
    },
    async closeAll() {
      const open = [...sessions.values()];
      sessions.clear();
      await Promise.allSettled(open.map(({ transport }) => transport.close()));
    },
  };
}

function byUse<Transport>(a: Session<Transport>, b: Session<Transport>): number {
  return Math.min(a.openRequests, 1) - Math.min(b.openRequests, 1) || a.lastUsedAt - b.lastUsedAt;
}
