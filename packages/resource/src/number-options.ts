type Numbers = Readonly<Record<string, number | undefined>>;

/**
 * Absent ones are fine.
 * @throws TypeError that names the first option which is no number from 0 to `most`
 */
export function requireSeconds(options: Numbers, most?: number): void {
  for (const [name, seconds = 0] of Object.entries(options)) {
    if (Number.isFinite(seconds) && seconds >= 0 && seconds <= (most ?? seconds)) continue;
    throw new TypeError(`${name} must be ${most === undefined ? "0 or more" : `between 0 and ${most}`}`);
  }
}

/** @throws TypeError that names the first option which is no positive integer */
export function requireCounts(options: Numbers): void {
  for (const [name, count = 1] of Object.entries(options)) {
    if (!Number.isInteger(count) || count < 1) throw new TypeError(`${name} must be a positive integer`);
  }
}
