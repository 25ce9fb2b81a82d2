import type { Context } from "../context.ts";
import { InteractionError } from "../errors.ts";
import { errorLocation, successLocation } from "../rules/authorization-response.ts";
import { flowIdOf } from "../rules/flow-id.ts";
import { scopeCatalogue } from "../rules/scope.ts";
import type { Code, User } from "../ports/store.ts";
import type { EpochSeconds } from "../time.ts";
import { type Approval, createCode, createCodeForDevice } from "../tokens/code.ts";
import { createConsent, findConsent, isCovered, scopesAtStake } from "./consent.ts";
import type { BrowserCookies } from "../sign-in/browser.ts";
import { deviceOutcomeUrl } from "./devices.ts";
import { readContinuation } from "./front-end-answer.ts";
import { checkCsrf, detailOf, grantableScopes, openInteraction, type OpenInteraction } from "./interactions.ts";
import { findByPassword } from "../sign-in/passwords.ts";
import { type BrowserOrigin, endSession, startSession } from "../sign-in/sessions.ts";
import { refuse } from "../refusals/refuse.ts";

export interface SignInForm {
  csrf: string;
  email: string;
  password: string;
}

/** What follows a sign-in: the same page again, the consent page, or straight back to the client. */
export type SignInOutcome =
  | { kind: "refused" }
  | { kind: "signed-in"; sessionCookie: string; location: string | undefined };

/** Which interaction, and whose browser. */
export interface InteractionRequest extends BrowserOrigin {
  id: string;
  cookies: BrowserCookies;
}

/**
 * Signs a person in during an interaction, always into a new session. Where an earlier consent covers the
 * request, the answer is ready at once.
 * @throws InteractionError when the interaction is over, another browser's, or the form not ours
 */
export async function signIn(context: Context, sender: InteractionRequest, form: SignInForm): Promise<SignInOutcome> {
  const open = await openInteraction(context, sender.id, sender.cookies);
  checkCsrf(open, form.csrf);
  const user = await findByPassword(context, form, { flowId: flowIdOf(open.interaction.request.codeChallenge) });
  if (user === undefined) return { kind: "refused" };
  await endSession(context, sender.cookies.session);
  const { cookie, session } = await startSession(context, user, {
    audience: "account",
    address: sender.address,
    userAgent: sender.userAgent,
  });
  const { interaction, client } = open;
  const { id, boundTo, request } = interaction;
  if ((await context.store.interactions.noteSignIn(id, boundTo, session.authenticatedAt)) === "gone") {
    throw new InteractionError("gone");
  }
  const consent = await findConsent(context, { request, user });
  if (!isCovered(context, { request, client, consent }))
    return { kind: "signed-in", sessionCookie: cookie, location: undefined };
  const location = await approve(context, {
    open,
    user,
    authenticatedAt: session.authenticatedAt,
    ticked: [...request.scopes, ...(consent?.scopes ?? [])],
  });
  return { kind: "signed-in", sessionCookie: cookie, location };
}

export interface ConsentForm {
  csrf: string;
  approved: boolean;
  /** The scopes that are ticked; anything that was not asked for is ignored. */
  scopes: readonly string[];
}

/**
 * Takes a person's decision and ends the interaction.
 * @returns the address to send the browser to: with a code, or with `access_denied`
 * @throws InteractionError when the interaction is over, another browser's, the form not ours, or nobody
 * is signed in
 */
export async function decide(context: Context, sender: InteractionRequest, form: ConsentForm): Promise<string> {
  const open = await openInteraction(context, sender.id, sender.cookies);
  checkCsrf(open, form.csrf);
  if (open.signedIn === undefined || open.mustSignIn)
    throw new InteractionError("not_signed_in", detailOf(open.interaction));
  const { session, user } = open.signedIn;
  if (!form.approved) return await deny(context, { open, user });
  return await approve(context, { open, user, authenticatedAt: session.authenticatedAt, ticked: form.scopes });
}

/**
 * Takes the answer that was given on the pages of an external front end, in the browser that began the
 * interaction, and ends it.
 * @returns the address to send the browser to
 * @throws InteractionError when the interaction is over, another browser's, or the answer is none to it
 */
export async function takeAnswer(context: Context, sender: InteractionRequest, sealed: string): Promise<string> {
  const open = await openInteraction(context, sender.id, sender.cookies);
  const answer = readContinuation(context, open.interaction, sealed);
  if (answer.decision === "deny") return await deny(context, { open, user: undefined });
  const user = await context.store.users.get(answer.userId);
  // Switched off, or with another password, since.
  if (user?.status !== "active" || user.epoch !== answer.userEpoch) {
    throw new InteractionError("gone", detailOf(open.interaction));
  }
  return await approve(context, { open, user, authenticatedAt: answer.authenticatedAt, ticked: answer.scopes });
}

interface Decision {
  open: OpenInteraction;
  user: User;
  authenticatedAt: EpochSeconds;
  ticked: readonly string[];
}

/** Approving nothing of what was asked is a denial (never "everything"). */
async function approve(context: Context, decision: Decision): Promise<string> {
  const { interaction, client } = decision.open;
  const { user, authenticatedAt } = decision;
  const { request } = interaction;
  const flowId = flowIdOf(request.codeChallenge);
  const catalogue = scopeCatalogue(context.config.scopes, await context.store.resources.list());
  const earlier = await findConsent(context, { request, user });
  const atStake = scopesAtStake(context, { request, consent: earlier, catalogue });
  const scopes = grantableScopes(atStake, user, catalogue).filter((name) => decision.ticked.includes(name));
  if (scopes.length === 0 && request.scopes.length > 0) return await deny(context, decision);
  const consent = createConsent(context, { request, user, scopes, earlier });
  const { code, location } = await createAnswer(context, { request, client, user, authenticatedAt, scopes });
  const outcome = await context.store.interactions.approve(interaction.id, interaction.boundTo, { consent, code });
  if (outcome === "gone") throw new InteractionError("gone");
  context.events.emit({ type: "consent.granted", userId: user.id, clientId: client.id, flowId, scopes });
  context.events.emit({ type: "code.issued", userId: user.id, clientId: client.id, flowId });
  return location;
}

/** The code of an approval, and where the browser goes with it, or without it when a device waits for it. */
async function createAnswer(context: Context, approval: Approval): Promise<{ code: Code; location: string }> {
  const { request } = approval;
  if (request.device === undefined) {
    const { code, text } = createCode(context, approval);
    return { code, location: successLocation(request, context.config.issuer, text) };
  }
  const device = await context.store.devices.getWaiting({ id: request.device.id }, context.clock.now());
  if (device === undefined) throw new InteractionError("gone");
  return { code: createCodeForDevice(context, approval, device), location: deviceOutcomeUrl(context, "allowed") };
}

/** Nobody is known to have denied when the person never said who they are. */
async function deny(
  context: Context,
  { open, user }: { open: OpenInteraction; user: User | undefined },
): Promise<string> {
  const { interaction, client } = open;
  const outcome = await context.store.interactions.discard(interaction.id, interaction.boundTo, context.clock.now());
  if (outcome === "gone") throw new InteractionError("gone");
  const flowId = flowIdOf(interaction.request.codeChallenge);
  if (user !== undefined) {
    context.events.emit({ type: "consent.denied", userId: user.id, clientId: client.id, flowId });
  }
  if (interaction.request.device !== undefined) return deviceOutcomeUrl(context, "denied");
  const error = refuse("denied");
  return errorLocation(interaction.request, context.config.issuer, error);
}

/**
 * Ends the session of the person whom the interaction would speak for; it then waits for another.
 * @throws InteractionError when the interaction is over, another browser's, or the form not ours
 */
export async function signOut(context: Context, sender: InteractionRequest, form: { csrf: string }): Promise<void> {
  checkCsrf(await openInteraction(context, sender.id, sender.cookies), form.csrf);
  await endSession(context, sender.cookies.session);
}
