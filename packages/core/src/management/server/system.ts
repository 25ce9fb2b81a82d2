import type { Context } from "../../context.ts";
import type { RowCounts, Storage } from "../../ports/store.ts";
import { after, type EpochSeconds } from "../../time.ts";
import { type KeyView, manageKeys } from "./keys.ts";

export interface SystemStatus {
  issuer: string;
  store: string;
  storage: Storage;
  now: EpochSeconds;
  /** When this process began to serve. */
  startedAt: EpochSeconds;
  counts: RowCounts;
  signingKeys: readonly KeyView[];
  /** When another key takes over the next time, unless an operator changes them before. */
  nextKeyRotationAt: EpochSeconds | undefined;
  /** Events of this process that have still to be written to the audit trail. */
  waitingAuditEvents: number;
}

/** What an operator looks at first. */
export async function describeSystem(context: Context, startedAt: EpochSeconds): Promise<SystemStatus> {
  const { audit, clock, config, store } = context;
  const [counts, storage, signingKeys] = await Promise.all([
    store.system.counts(),
    store.system.storage(),
    manageKeys(context).list(),
  ]);
  return {
    issuer: config.issuer,
    store: store.description,
    storage,
    now: clock.now(),
    startedAt,
    counts,
    signingKeys,
    nextKeyRotationAt: nextRotation(signingKeys, config.keyRotationSeconds),
    waitingAuditEvents: audit.waiting(),
  };
}

/** An announced key says when it takes over; a key that signs is replaced after a fixed time. */
function nextRotation(keys: readonly KeyView[], rotationSeconds: number): EpochSeconds | undefined {
  const announced = keys.filter(({ state }) => state === "announced").map(({ activeFrom }) => activeFrom);
  const isFollowed = (alg: KeyView["alg"]): boolean => keys.some((key) => key.alg === alg && key.state === "announced");
  const replaced = keys
    .filter(({ alg, state }) => state === "signing" && !isFollowed(alg))
    .map(({ activeFrom }) => after(activeFrom, rotationSeconds));
  return [...announced, ...replaced].toSorted((one, other) => one - other)[0];
}
