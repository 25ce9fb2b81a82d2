import type { Context } from "../context.ts";
import type { DocumentSource } from "../ports/documents.ts";
import type { CoreEvent } from "../records/events.ts";
import { isSameHash } from "../secret.ts";
import type { AuthorizationRequest, Store } from "../ports/store.ts";

/** What a dry run saw on its way, in place of its effects. */
export interface Seen {
  /** What a person would have been asked. */
  request: AuthorizationRequest | undefined;
  events: CoreEvent[];
  /** Documents that would have been fetched. */
  documents: string[];
}

/** What cannot be known without an effect. */
export class UndecidableError extends Error {}

/** Why a fetch fails: the reason of the refusal that may follow is `document_` and this. */
export const notFetched = "not_fetched";

/**
 * The same server with the same rules, that changes nothing: it reads the store and cannot write to it, fetches
 * nothing, tells nobody.
 */
export function startDryRun(context: Context): { context: Context; seen: Seen } {
  const seen: Seen = { request: undefined, events: [], documents: [] };
  const documents: DocumentSource = {
    fetch(url) {
      seen.documents.push(url);
      return Promise.resolve({ kind: "failed", reason: notFetched });
    },
  };
  return {
    seen,
    context: {
      ...context,
      store: readingStore(context.store, seen),
      documents,
      events: { emit: (event) => void seen.events.push(event) },
      logos: { prepare: () => undefined, find: () => Promise.resolve(undefined) },
      clientKeys: { find: () => Promise.resolve(undefined) },
    },
  };
}

/** Verbs that would write answer as they would, where that can be told, and do nothing; all others refuse. */
function readingStore(store: Store, seen: Seen): Store {
  const { grants, devices } = store;
  return {
    description: store.description,
    clients: only(store.clients, ["get"]),
    users: only(store.users, ["get"]),
    sessions: only(store.sessions, []),
    interactions: only(store.interactions, [], {
      insert({ request }) {
        seen.request = request;
        return Promise.resolve();
      },
    }),
    devices: only(devices, [], {
      async poll(id, now) {
        const request = await devices.getWaiting({ id }, now);
        if (request !== undefined) return { request, isEarly: false };
        throw new UndecidableError("how the request of this device ended is told only when the device itself asks");
      },
    }),
    grants: only(grants, ["get", "getCode"], {
      async redeem(codeId) {
        const code = await grants.getCode(codeId);
        if (code === undefined) return "gone";
        return code.redeemedBy === undefined ? "redeemed" : "replayed";
      },
      async rotate({ grantId, presentedHash }) {
        const current = (await grants.get(grantId))?.refresh?.currentHash;
        return current !== undefined && isSameHash(current, presentedHash) ? "rotated" : "stale";
      },
      revoke: () => Promise.resolve("revoked"),
    }),
    consents: only(store.consents, ["get"]),
    revocations: only(store.revocations, []),
    resources: only(store.resources, ["list"]),
    keys: only(store.keys, []),
    apiKeys: only(store.apiKeys, []),
    keyedCalls: only(store.keyedCalls, []),
    onceOnly: only(store.onceOnly, []),
    invitations: only(store.invitations, []),
    incidents: only(store.incidents, []),
    audit: only(store.audit, []),
    statistics: only(store.statistics, []),
    logos: only(store.logos, []),
    system: only(store.system, ["get"]),
    nextId: () => 1,
    clean: refuse,
    close: refuse,
  };
}

/** The verbs named, those of `instead`, and no others, whatever a later version of the port may have. */
function only<Verbs extends object>(
  verbs: Verbs,
  names: readonly (keyof Verbs)[],
  instead: Partial<Verbs> = {},
): Verbs {
  return new Proxy(verbs, {
    get(target, name): unknown {
      if (Object.hasOwn(instead, name)) return Reflect.get(instead, name);
      if (!names.some((one) => one === name)) return refuse;
      const verb: unknown = Reflect.get(target, name);
      return typeof verb === "function" ? verb.bind(target) : verb;
    },
  });
}

function refuse(): never {
  throw new Error("a dry run changes nothing");
}
