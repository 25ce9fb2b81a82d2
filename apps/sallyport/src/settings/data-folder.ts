import { homedir } from "node:os";
import { join } from "node:path";
import type { Variables } from "./read.ts";

/** Where programs keep what belongs to a person on this platform. */
export function dataFolder(environment: Variables, platform: NodeJS.Platform): string {
  const { XDG_DATA_HOME: xdg, LOCALAPPDATA: local } = environment;
  if (platform === "win32") return join(local ?? join(homedir(), "AppData", "Local"), "sallyport");
  if (platform === "darwin") return join(homedir(), "Library", "Application Support", "sallyport");
  return join(xdg === undefined || xdg === "" ? join(homedir(), ".local", "share") : xdg, "sallyport");
}
