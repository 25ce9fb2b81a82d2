/** Whole seconds since 1970-01-01T00:00:00Z. Only a `Clock` and `after` make one. */
export type EpochSeconds = number & { readonly __brand: "EpochSeconds" };

/** Where time comes from; core reads no other. */
export interface Clock {
  now(): EpochSeconds;
}

/** Brands a whole number of seconds. For clocks and stores, which read it from the outside. */
export function epochSeconds(seconds: number): EpochSeconds {
  // The one maker of the brand.
  return Math.floor(seconds) as EpochSeconds;
}

/** The instant `seconds` after `instant` (before it, when negative). */
export function after(instant: EpochSeconds, seconds: number): EpochSeconds {
  return epochSeconds(instant + seconds);
}

/** Whether `expiresAt` has come: an instant equal to its expiry is expired. */
export function isExpired(expiresAt: EpochSeconds, now: EpochSeconds): boolean {
  return now >= expiresAt;
}
