import { isLoopbackHost } from "@sallyport/core";
import { usageFailure } from "../terminal/failure.ts";
import type { Settings } from "./settings.ts";

/** What RFC 6749 section 5.2 lets stand in `error_uri`, with an end that the error id does not become a part of. */
const allowed = /^[\x21\x23-\x5b\x5d-\x7e]+[/=]$/;

/** The beginning of `error_uri`, where one is set: people sign in at the page that it leads to. */
export function readErrorUri({ errorUri }: Settings): string | undefined {
  if (errorUri === undefined || (allowed.test(errorUri) && isAddress(errorUri))) return errorUri;
  const message = "--error-uri must be https://host/path/ or https://host/path?name=, or http on a loopback host";
  throw usageFailure(message, "errorUri");
}

function isAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, hash } = new URL(text);
  const isSafe = protocol === "https:" || (protocol === "http:" && isLoopbackHost(hostname));
  return isSafe && username === "" && hash === "";
}
