import { denyConsent } from "./deny-consent.ts";
import { dropResponse } from "./drop-response.ts";
import { expireNow } from "./expire-now.ts";
import type { Fault } from "./fault.ts";
import { invalidGrant } from "./invalid-grant.ts";
import { missingIss } from "./missing-iss.ts";
import { rateLimit } from "./rate-limit.ts";
import { revoke } from "./revoke.ts";
import { rotateKeys } from "./rotate-keys.ts";
import { serverError } from "./server-error.ts";
import { slow } from "./slow.ts";
import { wrongIss } from "./wrong-iss.ts";

/** What a client can be made to meet. */
export const faults: readonly Fault[] = [
  expireNow,
  revoke,
  rotateKeys,
  invalidGrant,
  rateLimit,
  serverError,
  slow,
  dropResponse,
  denyConsent,
  wrongIss,
  missingIss,
];
