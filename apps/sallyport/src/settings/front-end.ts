import { canonicalIssuer } from "@sallyport/core";
import { usageFailure } from "../terminal/failure.ts";
import type { Settings } from "./table.ts";

/** Ids of sign-ins must not cross a network unencrypted. @throws Failure when the front end is at such a URL */
export function checkFrontEnd({ frontendUrl }: Settings): void {
  if (frontendUrl === undefined || canonicalIssuer(frontendUrl).ok) return;
  const message = "the front end must be https://host/path without a query, or http on a loopback host";
  throw usageFailure(message, "frontendUrl");
}
