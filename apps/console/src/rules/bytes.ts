const units = ["bytes", "KiB", "MiB", "GiB", "TiB"] as const;

/** `812 bytes`, `3.4 MiB`. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${(bytes / 1024 ** power).toLocaleString("en", { maximumFractionDigits: 1 })} ${units[power]}`;
}
