import type { ClientLogos } from "../context.ts";
import type { LogoSource, MadeLogo } from "../ports/logos.ts";
import type { EventSink } from "../records/events.ts";
import type { Random } from "../random.ts";
import type { Client, ClientId, Store } from "../ports/store.ts";
import { after, type Clock, type EpochSeconds, isExpired } from "../time.ts";

const day = 24 * 60 * 60;

/** After that it is fetched again. */
const freshSeconds = day;
/** So long it is shown while it cannot be. */
const keepSeconds = 7 * day;
/** How long a client rests whose logo failed. */
const restSeconds = 60;
/** How many failures are remembered. */
const maxResting = 1_000;
/** At one time; more are not waited for. */
const maxUnderWay = 8;
/** At most about 50 KB each. */
const maxStored = 500;
const idBytes = 16;

interface Needs {
  store: Pick<Store, "logos">;
  clock: Clock;
  random: Random;
  events: EventSink;
  source: LogoSource | undefined;
}

/**
 * Logos are fetched when a page is about to need them, never in the way of anybody, and kept in the store. A
 * failure is no state: it only rests the client for a minute, in this process.
 */
export function createClientLogos(needs: Needs): ClientLogos {
  const { store, clock, events, source } = needs;
  const underWay = new Set<ClientId>();
  const restingUntil = new Map<ClientId, EpochSeconds>();

  function isResting(id: ClientId): boolean {
    const until = restingUntil.get(id);
    return until !== undefined && !isExpired(until, clock.now());
  }

  function rest(id: ClientId): void {
    restingUntil.delete(id);
    restingUntil.set(id, after(clock.now(), restSeconds));
    for (const oldest of restingUntil.keys()) if (restingUntil.size > maxResting) restingUntil.delete(oldest);
  }

  async function renew(wanted: Wanted): Promise<void> {
    const failure = await refresh(needs, wanted).catch(() => "unexpected");
    underWay.delete(wanted.clientId);
    if (failure === undefined) return;
    rest(wanted.clientId);
    events.emit({ type: "client.logo_failed", clientId: wanted.clientId, reason: failure });
  }

  return {
    prepare(client) {
      const url = logoUriOf(client);
      if (url === undefined || source === undefined) return;
      if (underWay.has(client.id) || underWay.size >= maxUnderWay || isResting(client.id)) return;
      underWay.add(client.id);
      void renew({ clientId: client.id, url, source });
    },
    async find(client) {
      const url = logoUriOf(client);
      if (url === undefined) return undefined;
      const known = await store.logos.find(client.id, clock.now());
      return known?.url === url ? known.id : undefined;
    },
  };
}

interface Wanted {
  clientId: ClientId;
  url: string;
  source: LogoSource;
}

/** @returns why there is no new one; undefined when there is, or none is due */
async function refresh(needs: Needs, { clientId, url, source }: Wanted): Promise<string | undefined> {
  const { store, clock, random } = needs;
  const known = await store.logos.find(clientId, clock.now());
  const isSame = known?.url === url;
  if (isSame && !isExpired(known.freshUntil, clock.now())) return undefined;
  const made: MadeLogo = await source.make(url);
  if (made.kind === "failed") return made.reason;
  const now = clock.now();
  const logo = {
    // A page that is open keeps its picture.
    id: isSame ? known.id : random.bytes(idBytes).toString("base64url"),
    clientId,
    url,
    png: made.png,
    freshUntil: after(now, freshSeconds),
    expiresAt: after(now, keepSeconds),
  };
  await store.logos.put(logo, maxStored);
  return undefined;
}

/** None for a client that registered itself: with somebody else's logo it would pass for them. */
function logoUriOf({ provenance, metadata }: Client): string | undefined {
  const { logo_uri: uri } = metadata;
  return provenance !== "dynamic" && typeof uri === "string" ? uri : undefined;
}
