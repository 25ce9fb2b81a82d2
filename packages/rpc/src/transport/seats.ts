import { RpcRefusal } from "./errors.ts";

/** So many may do something at a time that lasts. */
export interface Seats {
  /** Takes one until it is disposed of. @throws RpcRefusal TOO_MANY_REQUESTS */
  take(): Disposable;
}

export function createSeats(count: number): Seats {
  let taken = 0;
  return {
    take() {
      if (taken >= count) throw new RpcRefusal("TOO_MANY_REQUESTS", "too many are watching already; close a page");
      taken += 1;
      return { [Symbol.dispose]: () => void (taken -= 1) };
    },
  };
}
