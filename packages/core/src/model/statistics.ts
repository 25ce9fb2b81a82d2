import type { EpochSeconds } from "../time.ts";

/** How often something happened within one hour. */
export interface HourCount {
  /** When the hour began. */
  hour: EpochSeconds;
  name: string;
  count: number;
}
