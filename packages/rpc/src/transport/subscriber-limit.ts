import { RpcRefusal } from "./errors.ts";

/** Limits how many subscriptions are open at a time. */
export interface SubscriberLimit {
  /** Takes one until it is disposed of. @throws RpcRefusal TOO_MANY_REQUESTS */
  take(): Disposable;
}

export function createSubscriberLimit(count: number): SubscriberLimit {
  let taken = 0;
  return {
    take() {
      if (taken >= count) throw new RpcRefusal("TOO_MANY_REQUESTS", "too many are watching already; close a page");
      taken += 1;
      return { [Symbol.dispose]: () => void (taken -= 1) };
    },
  };
}
