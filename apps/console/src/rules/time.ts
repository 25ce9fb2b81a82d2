const units = [
  { name: "year", seconds: 365 * 86_400 },
  { name: "month", seconds: 30 * 86_400 },
  { name: "day", seconds: 86_400 },
  { name: "hour", seconds: 3_600 },
  { name: "minute", seconds: 60 },
] as const;

const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** How far `at` is from `now`: `3 hours ago`, `in 2 days`, `just now`. */
export function formatDistance(at: Date, now: Date): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  const unit = units.find((one) => Math.abs(seconds) >= one.seconds);
  return unit === undefined ? "just now" : words.format(Math.trunc(seconds / unit.seconds), unit.name);
}

/** `15 min`, `12 h`, `30 days`: the largest unit that divides the duration. */
export function formatDuration(seconds: number): string {
  if (seconds > 0 && seconds % 86_400 === 0) return seconds === 86_400 ? "1 day" : `${seconds / 86_400} days`;
  if (seconds > 0 && seconds % 3_600 === 0) return `${seconds / 3_600} h`;
  if (seconds > 0 && seconds % 60 === 0) return `${seconds / 60} min`;
  return `${seconds} s`;
}

/** Date and time to the second, in the time zone of the browser. */
export function formatInstant(at: Date): string {
  return at.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "medium" });
}
