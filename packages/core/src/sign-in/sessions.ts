import type { Context } from "../context.ts";
import { hashSecret } from "../secret.ts";
import type { Session, User } from "../ports/store.ts";
import { after, type EpochSeconds, epochSeconds, isExpired } from "../time.ts";
import { createSecretText, isSecretText, tokenPrefixes } from "../secret-text.ts";

/** Somebody who is signed in. */
export interface SignedIn {
  session: Session;
  user: User;
}

/** How often a use is written down: more often would make every request a write. */
const touchEverySeconds = 60;

/** What a browser says of itself at sign-in. */
export interface BrowserOrigin {
  address?: string | undefined;
  userAgent?: string | undefined;
}

/** Starts a session of `user`. The returned cookie is the only copy of the secret. */
export async function startSession(
  context: Context,
  user: User,
  place: { audience: Session["audience"] } & BrowserOrigin,
): Promise<{ cookie: string; session: Session }> {
  const { clock, config, random, store } = context;
  const now = clock.now();
  const cookie = createSecretText(tokenPrefixes.session, random);
  const session: Session = {
    id: store.nextId(now),
    hash: hashSecret(cookie),
    userId: user.id,
    userEpoch: user.epoch,
    audience: place.audience,
    authenticatedAt: now,
    lastUsedAt: now,
    idleExpiresAt: after(now, config.sessionIdleTtlSeconds),
    expiresAt: after(now, config.sessionAbsoluteTtlSeconds),
    ...(place.address === undefined ? {} : { address: place.address }),
    ...(place.userAgent === undefined ? {} : { userAgent: place.userAgent.slice(0, 500) }),
  };
  await store.sessions.insert(session);
  return { cookie, session };
}

/** Who the cookie stands for, when the session is alive, for this door, and the person is active. Counts as a use. */
export async function findSignedIn(
  context: Context,
  cookie: string | undefined,
  audience: Session["audience"],
): Promise<SignedIn | undefined> {
  const signedIn = await lookUpSignedIn(context, cookie, audience);
  if (signedIn !== undefined) await noteUse(context, signedIn.session);
  return signedIn;
}

/** As `findSignedIn`, for what goes on by itself: no use of the session. */
export async function lookUpSignedIn(
  context: Context,
  cookie: string | undefined,
  audience: Session["audience"],
): Promise<SignedIn | undefined> {
  if (cookie === undefined || !isSecretText(tokenPrefixes.session, cookie)) return undefined;
  const session = await context.store.sessions.get(hashSecret(cookie));
  if (session?.audience !== audience || isOver(session, context.clock.now())) return undefined;
  const user = await context.store.users.get(session.userId);
  if (user?.status !== "active" || user.epoch !== session.userEpoch) return undefined;
  return { session, user };
}

function isOver(session: Session, now: EpochSeconds): boolean {
  return isExpired(session.idleExpiresAt, now) || isExpired(session.expiresAt, now);
}

async function noteUse(context: Context, session: Session): Promise<void> {
  const now = context.clock.now();
  if (!isExpired(after(session.lastUsedAt, touchEverySeconds), now)) return;
  const idleExpiresAt = epochSeconds(Math.min(after(now, context.config.sessionIdleTtlSeconds), session.expiresAt));
  await context.store.sessions.touch(session.hash, { lastUsedAt: now, idleExpiresAt });
}

/** Ends the session of the cookie, if there is one. */
export async function endSession(context: Context, cookie: string | undefined): Promise<void> {
  if (cookie === undefined) return;
  const hash = hashSecret(cookie);
  const session = await context.store.sessions.get(hash);
  const outcome = await context.store.sessions.delete(hash);
  if (session !== undefined && outcome === "deleted") {
    context.events.emit({ type: "session.ended", userId: session.userId });
  }
}
