import { createPrivateKey, type KeyObject } from "node:crypto";
import type { Config } from "../config.ts";
import type { Deps, KeyRing, PublicJwk } from "../context.ts";
import { hashSecret, open, seal, type Secret } from "../secret.ts";
import type { SigningKey } from "../ports/store.ts";
import { after, type EpochSeconds, epochSeconds, isExpired } from "../time.ts";
import type { SigningAlgorithm } from "../ports/key-pairs.ts";
import { makeKeyPair, signingAlgorithms } from "./key-pair.ts";

interface LoadedKey {
  stored: SigningKey;
  publicJwk: PublicJwk;
  privateKey: KeyObject;
}

const sealPurpose = "signing-key";

/**
 * Opens the ring, making the first keys when there are none.
 * @throws Error when a key cannot be opened with the master key
 */
export async function openKeyRing(deps: Deps, config: Config): Promise<KeyRing> {
  let loaded: LoadedKey[] = [];
  let published: { keys: PublicJwk[] } = { keys: [] };
  const load = async (): Promise<void> => {
    const now = deps.clock.now();
    const stored = await deps.store.keys.list();
    loaded = stored
      .filter((key) => !hasRetired(key, now))
      .map((key) => {
        const known = loaded.find((candidate) => candidate.stored.kid === key.kid);
        return known === undefined ? unsealKey(deps, key) : { ...known, stored: key };
      });
    const isSame = loaded.map((key) => key.stored.kid).join() === published.keys.map((key) => key.kid).join();
    if (!isSame) published = { keys: loaded.map((key) => key.publicJwk) };
  };
  const ofAlgorithm = (alg: SigningAlgorithm): LoadedKey[] =>
    loaded.filter((key) => key.stored.alg === alg).toSorted(byPreference);
  const ring: KeyRing = {
    signer(alg) {
      const now = deps.clock.now();
      const key = ofAlgorithm(alg).find((candidate) => candidate.stored.activeFrom <= now);
      if (key === undefined) throw new Error(`there is no ${alg} key to sign with`);
      return { kid: key.stored.kid, alg, privateKey: key.privateKey };
    },
    jwks: () => published,
    async refresh() {
      await load();
      for (const alg of signingAlgorithms)
        await announce(deps, config, { alg, known: ofAlgorithm(alg).map((key) => key.stored) });
      await load();
      await deleteRetired(deps);
    },
    async rotate() {
      const now = deps.clock.now();
      for (const alg of signingAlgorithms) {
        const replaced = ofAlgorithm(alg).map((key) => key.stored);
        await keep(deps, await makeKey(deps, alg, 0), after(now, 1));
        await retire(deps, config, { keys: replaced, from: now });
      }
      await load();
    },
    async revoke(kid) {
      await load();
      const alg = loaded.find(({ stored }) => stored.kid === kid)?.stored.alg;
      if (alg === undefined) return "gone";
      const now = deps.clock.now();
      const others = ofAlgorithm(alg).filter(({ stored }) => stored.kid !== kid);
      // An announced key does not sign yet, and one that retires is soon to go.
      const isReplaced = others.some(({ stored }) => stored.activeFrom <= now && stored.retiresAt === undefined);
      if (!isReplaced) await keep(deps, await makeKey(deps, alg, 0), after(now, 1));
      const outcome = await deps.store.keys.delete(kid);
      await load();
      return outcome === "deleted" ? "revoked" : "gone";
    },
  };
  await ring.refresh();
  return ring;
}

/** @throws Error when a stored key cannot be opened with the master key */
export async function checkMasterKey(store: Pick<Deps["store"], "keys">, masterKey: Secret): Promise<void> {
  for (const { sealedPrivateJwk } of await store.keys.list()) {
    open(masterKey, { purpose: sealPurpose, sealed: sealedPrivateJwk });
  }
}

/** Keys that stay come before keys that retire, younger before older. */
function byPreference(left: LoadedKey, right: LoadedKey): number {
  const staying = Number(right.stored.retiresAt === undefined) - Number(left.stored.retiresAt === undefined);
  return staying === 0 ? right.stored.activeFrom - left.stored.activeFrom : staying;
}

/** Makes the first key at once; a later one in time to be published before it signs. */
async function announce(
  deps: Deps,
  config: Config,
  state: { alg: SigningAlgorithm; known: readonly SigningKey[] },
): Promise<void> {
  const now = deps.clock.now();
  const [newest] = state.known;
  const due =
    newest === undefined ? now : after(newest.activeFrom, config.keyRotationSeconds - config.keyAnnounceSeconds);
  if (!isExpired(due, now)) return;
  const delay = newest === undefined ? 0 : config.keyAnnounceSeconds;
  const key = await makeKey(deps, state.alg, delay);
  const since = newest === undefined ? epochSeconds(0) : after(newest.createdAt, 1);
  if ((await keep(deps, key, since)) === "exists") return;
  await retire(deps, config, { keys: state.known, from: key.activeFrom });
}

async function retire(
  deps: Deps,
  config: Config,
  what: { keys: readonly SigningKey[]; from: SigningKey["activeFrom"] },
): Promise<void> {
  const longest = Math.max(config.accessTokenTtlSeconds, config.idTokenTtlSeconds, 3600);
  for (const key of what.keys) {
    if (key.retiresAt === undefined) await deps.store.keys.setRetiresAt(key.kid, after(what.from, longest + 60));
  }
}

/** When a key retires, the last token that it signed has expired: from then on it could only be stolen. */
async function deleteRetired({ store, clock }: Deps): Promise<void> {
  const now = clock.now();
  for (const key of await store.keys.list()) if (hasRetired(key, now)) await store.keys.delete(key.kid);
}

function hasRetired({ retiresAt }: SigningKey, now: EpochSeconds): boolean {
  return retiresAt !== undefined && isExpired(retiresAt, now);
}

/** Stores a new key; another process may have stored one of its own since. */
async function keep(deps: Deps, key: SigningKey, since: SigningKey["createdAt"]): Promise<"inserted" | "exists"> {
  const outcome = await deps.store.keys.insert(key, since);
  if (outcome === "inserted") deps.events.emit({ type: "key.created", kid: key.kid, alg: key.alg });
  return outcome;
}

async function makeKey(deps: Deps, alg: SigningAlgorithm, delaySeconds: number): Promise<SigningKey> {
  const pair = await (deps.makeKeyPair ?? makeKeyPair)(alg);
  const now = deps.clock.now();
  const kid = hashSecret(JSON.stringify(pair.publicKey.export({ format: "jwk" }))).slice(0, 22);
  const publicJwk = { ...pair.publicKey.export({ format: "jwk" }), kid, alg, use: "sig" };
  const plain = JSON.stringify(pair.privateKey.export({ format: "jwk" }));
  return {
    kid,
    alg,
    publicJwk: JSON.stringify(publicJwk),
    sealedPrivateJwk: seal(deps.masterKey, { purpose: sealPurpose, plain }, deps.random),
    createdAt: now,
    activeFrom: after(now, delaySeconds),
  };
}

export function publicJwkOf({ publicJwk }: SigningKey): PublicJwk {
  // The text was written by `makeKey`.
  return JSON.parse(publicJwk) as PublicJwk;
}

function unsealKey(deps: Deps, stored: SigningKey): LoadedKey {
  const jwk = open(deps.masterKey, { purpose: sealPurpose, sealed: stored.sealedPrivateJwk });
  return {
    stored,
    publicJwk: publicJwkOf(stored),
    privateKey: createPrivateKey({ key: JSON.parse(jwk) as PublicJwk, format: "jwk" }),
  };
}
