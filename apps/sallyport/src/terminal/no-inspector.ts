/**
 * Node opens its inspector at SIGUSR1, and whoever reaches that port runs code in the process. A listener of our own
 * takes the place of that.
 */
export function refuseInspector(): void {
  if (process.platform !== "win32") process.on("SIGUSR1", () => undefined);
}
