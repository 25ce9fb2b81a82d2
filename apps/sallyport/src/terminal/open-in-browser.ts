import { isSecureUrl } from "@sallyport/doctor";
import { spawn } from "node:child_process";
import { Failure } from "./failure.ts";

const openers: Readonly<Record<string, readonly [string, ...string[]]>> = {
  darwin: ["open"],
  win32: ["explorer"],
  linux: ["xdg-open"],
};

/**
 * Opens a web page. The program that opens addresses would open files and other programs, too: a server must not
 * choose which. Where nothing opens it, the address was printed all the same.
 * @throws Failure unless the address is https, or http on this machine
 */
export function openInBrowser(url: string): void {
  requireWebPage(url);
  const [command, ...args] = openers[process.platform] ?? [];
  if (command === undefined) return;
  spawn(command, [...args, url], { stdio: "ignore", detached: true })
    .on("error", () => undefined)
    .unref();
}

/** @throws Failure unless the address is https, or http on this machine */
export function requireWebPage(url: string): void {
  if (isSecureUrl(url)) return;
  throw new Failure(
    "unsafe_address",
    `${url.slice(0, 200)} is not opened: it is neither https nor http on this machine`,
  );
}
