import type { EpochSeconds } from "../../time.ts";

const perSecond = 20;
const perAddressAndMinute = 30;
const minute = 60;

/** How many incidents may be stored. */
export interface Budget {
  /** Takes one, if there is one left for this address at this time. */
  take(now: EpochSeconds, address: string | undefined): boolean;
}

/** So many a second for everybody together, and so few a minute for each that one cannot crowd out the rest. */
export function createBudget(): Budget {
  let second = 0;
  let spent = 0;
  let firstSecond = 0;
  const spentBy = new Map<string, number>();
  return {
    take(now, address = "") {
      if (now !== second) {
        second = now;
        spent = 0;
      }
      if (now < firstSecond || now >= firstSecond + minute) {
        firstSecond = now;
        spentBy.clear();
      }
      const own = spentBy.get(address) ?? 0;
      if (spent >= perSecond || own >= perAddressAndMinute) return false;
      spent += 1;
      spentBy.set(address, own + 1);
      return true;
    },
  };
}
