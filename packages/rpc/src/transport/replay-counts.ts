import type { ClientId, Clock, CoreEvent, EpochSeconds, EventSink } from "@sallyport/core";

/** How often a client sent refresh tokens that were replaced already. */
export interface ReplayCount {
  /** It got the same successor again: it had lost the answer, or asked twice. */
  replays: number;
  /** It ended the grant: somebody else may hold the token, or the client forgets what it gets. */
  reuses: number;
  /** Everything from this instant on is in the count. */
  since: EpochSeconds;
}

/** Counts of this process alone, fed with events; gone at its end. */
export interface ReplayCounts extends EventSink {
  of(clientId: ClientId): ReplayCount;
  /** Clients with at least one, those with the most first. */
  top(limit: number): (ReplayCount & { clientId: ClientId })[];
}

const maxClients = 1_000;

/** Beyond `max` clients the one that was quiet for longest is forgotten, so that strangers cannot fill the memory. */
export function createReplayCounts(clock: Clock, max = maxClients): ReplayCounts {
  /** The one whose last event is oldest stands first. */
  const counts = new Map<ClientId, ReplayCount>();
  // A client that is not in the map had no event since then.
  let completeSince = clock.now();

  const find = (clientId: ClientId): ReplayCount =>
    counts.get(clientId) ?? { replays: 0, reuses: 0, since: completeSince };

  function add(clientId: ClientId, more: Partial<ReplayCount>): void {
    const next = { ...find(clientId), ...more };
    counts.delete(clientId);
    counts.set(clientId, next);
    if (counts.size <= max) return;
    const [quietest = clientId] = counts.keys();
    counts.delete(quietest);
    completeSince = clock.now();
  }

  return {
    emit(event: CoreEvent) {
      if (event.type === "refresh_token.replayed") add(event.clientId, { replays: find(event.clientId).replays + 1 });
      if (event.type === "refresh_token.reused") add(event.clientId, { reuses: find(event.clientId).reuses + 1 });
      if (event.type === "client.deleted" || event.type === "client.forgotten") counts.delete(event.clientId);
    },
    of: find,
    top: (limit) =>
      [...counts]
        .map(([clientId, count]) => ({ clientId, ...count }))
        .sort((a, b) => b.replays + b.reuses - a.replays - a.reuses)
        .slice(0, limit),
  };
}
