import type { ClientKeys } from "../context.ts";
import type { DocumentSource } from "../ports/documents.ts";
import { type ClientKeySet, parseKeySet } from "../rules/key-set.ts";
import { after, type Clock, type EpochSeconds, isExpired } from "../time.ts";

interface Fetched {
  keys: ClientKeySet;
  fetchedAt: EpochSeconds;
  freshUntil: EpochSeconds;
}

const maxRemembered = 1000;
const maxBytes = 64 * 1024;
const refetchSeconds = 60;
const freshSeconds = { min: 300, max: 86_400 };

/** Keys are remembered in the process only: a set that cannot be fetched must not authenticate for long. */
export function createClientKeys(documents: DocumentSource, clock: Clock): ClientKeys {
  const remembered = new Map<string, Fetched>();

  async function fetchKeys(url: string): Promise<ClientKeySet | undefined> {
    const answer = await documents.fetch(url, { maxBytes });
    if (answer.kind !== "fetched") return undefined;
    const keys = parseKeySet(parseJson(answer.body));
    if (keys === undefined) return undefined;
    const now = clock.now();
    const fresh = Math.min(Math.max(answer.maxAgeSeconds ?? 0, freshSeconds.min), freshSeconds.max);
    if (remembered.size >= maxRemembered) remembered.delete(remembered.keys().next().value ?? url);
    remembered.set(url, { keys, fetchedAt: now, freshUntil: after(now, fresh) });
    return keys;
  }

  return {
    async find(client, { refetch }) {
      if (client.jwksUri === undefined)
        return client.jwks === undefined ? undefined : parseKeySet(parseJson(client.jwks));
      const known = remembered.get(client.jwksUri);
      const now = clock.now();
      const isTooSoon = known !== undefined && !isExpired(after(known.fetchedAt, refetchSeconds), now);
      if (known !== undefined && (isTooSoon || (!refetch && !isExpired(known.freshUntil, now)))) return known.keys;
      return await fetchKeys(client.jwksUri);
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
