import { after, type EpochSeconds, isExpired } from "../../time.ts";
import type { DeviceRequest } from "../../ports/store.ts";

/** How long a request is known after its expiry, so that the device hears what became of it. */
export const deviceMemorySeconds = 60 * 60;

/** Whether a person can still answer it. */
export function isWaiting({ deniedAt, expiresAt }: DeviceRequest, now: EpochSeconds): boolean {
  return deniedAt === undefined && !isExpired(expiresAt, now);
}

/** Whether the device asks sooner than it was told. */
export function isEarlyPoll({ lastPolledAt, intervalSeconds }: DeviceRequest, now: EpochSeconds): boolean {
  return lastPolledAt !== undefined && !isExpired(after(lastPolledAt, intervalSeconds), now);
}
