import { addressPrefix, ManagementError, StoreUnavailableError, TemporarilyUnavailableError } from "@sallyport/core";
import type { OutgoingHttpHeaders } from "node:http";
import { inWords } from "../pages/error.ts";
import type { PublicServer } from "../request/public-server.ts";
import type { RequestContext } from "../request/request-context.ts";

/** How the trial of a password ended: well, or with what the same form then says. */
export type Attempt<Outcome> =
  | { kind: "passed"; outcome: Outcome }
  | { kind: "refused"; status: number; headers: OutgoingHttpHeaders; message?: string };

/** A 401 needs a challenge (RFC 9110 section 15.5.2); this one tells browsers nothing. */
const challenge = { "WWW-Authenticate": 'SignInForm realm="Sallyport"' };

/**
 * Lets somebody try a password, as often as the limits allow. Attempts are counted before the password is
 * looked at, so that many at once cannot slip through; good ones are given back.
 * @param attempt resolves to undefined when the password is wrong
 */
export async function tryPassword<Outcome>(
  server: PublicServer,
  { context, email }: { context: RequestContext; email: string },
  attempt: () => Promise<Outcome | undefined>,
): Promise<Attempt<Outcome>> {
  const address = addressPrefix(context.address);
  const account = `${address} ${email.trim().toLowerCase()}`;
  try {
    await server.limiter.charge("signInFailuresPerAddress", address);
    await server.limiter.charge("signInFailuresPerAccount", account);
  } catch (error) {
    if (error instanceof TemporarilyUnavailableError) return refuseTooMany(context, error);
    throw error;
  }
  const refund = async (): Promise<void> => {
    await server.limiter.refund("signInFailuresPerAddress", address);
    await server.limiter.refund("signInFailuresPerAccount", account);
  };
  const outcome = await attempt().catch(async (error: unknown) => {
    // Nobody looked at the password, or it was right and something else was not.
    if (error instanceof StoreUnavailableError || error instanceof ManagementError) await refund();
    throw error;
  });
  if (outcome === undefined) {
    context.note.reason = "sign_in_refused";
    return { kind: "refused", status: 401, headers: challenge };
  }
  await refund();
  return { kind: "passed", outcome };
}

function refuseTooMany(context: RequestContext, error: TemporarilyUnavailableError): Attempt<never> {
  context.note.error = error.error;
  context.note.reason = error.reason;
  const wait = error.retryAfterSeconds;
  const message = `There were too many attempts with a password. Wait ${inWords(wait)}, then try again.`;
  return { kind: "refused", status: error.status, headers: { "Retry-After": String(wait) }, message };
}
