import { isLoopbackHost } from "@sallyport/core";

/** Whether an address to listen on is of this machine only. */
export function isLoopback(host: string): boolean {
  return isLoopbackHost(host) || isLoopbackHost(`[${host}]`);
}
