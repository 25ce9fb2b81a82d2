import { canonicalIssuer } from "@sallyport/core";
import { usageFailure } from "../terminal/failure.ts";
import type { Settings } from "./settings.ts";

/** The external front end, where one is set: ids of sign-ins that are under way cross no network in the clear. */
export function readFrontEnd({ frontendUrl }: Settings): { frontendUrl?: string } {
  if (frontendUrl === undefined) return {};
  if (!canonicalIssuer(frontendUrl).ok) {
    const message = "the front end must be https://host/path without a query, or http on a loopback host";
    throw usageFailure(message, "frontendUrl");
  }
  return { frontendUrl };
}
