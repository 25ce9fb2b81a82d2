import { spawn } from "node:child_process";

const openers: Readonly<Record<string, readonly [string, ...string[]]>> = {
  darwin: ["open"],
  win32: ["explorer"],
  linux: ["xdg-open"],
};

/** Where nothing opens it, the address was printed all the same. */
export function openInBrowser(url: string): void {
  const [command, ...args] = openers[process.platform] ?? [];
  if (command === undefined) return;
  spawn(command, [...args, url], { stdio: "ignore", detached: true })
    .on("error", () => undefined)
    .unref();
}
