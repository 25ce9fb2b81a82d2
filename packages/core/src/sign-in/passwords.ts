import type { Context } from "../context.ts";
import { ManagementError } from "../errors.ts";
import type { PasswordHasher } from "../ports/passwords.ts";
import type { Session, User, UserId } from "../ports/store.ts";

type PasswordContext = Pick<Context, "store" | "clock" | "passwords" | "events">;

/** A password's length in UTF-8 bytes; longer ones are refused before they are hashed. */
const passwordBytes = { min: 8, max: 1024 } as const;

/** Checked when there is no such person, so that both answers take as long; the hash of nothing anybody knows. */
const stranger = "$argon2id$v=19$m=19456,t=2,p=1$c2FsbHlwb3J0LXN0cmFuZ2Vy$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/** @throws ManagementError invalid_input when it is too short, too long, or among the most common ones */
export async function checkNewPassword(passwords: PasswordHasher, password: string): Promise<void> {
  const length = Buffer.byteLength(password);
  if (length < passwordBytes.min || length > passwordBytes.max) {
    const message = `a password has ${passwordBytes.min} to ${passwordBytes.max} bytes`;
    throw new ManagementError("invalid_input", message, "password");
  }
  if (await passwords.isCommon(password)) {
    throw new ManagementError(
      "invalid_input",
      "this password is one of the most common ones: choose another",
      "password",
    );
  }
}

/** Somebody who gets a password; with `ifEpoch` only while they are in that epoch. */
interface PasswordOwner {
  id: UserId;
  ifEpoch?: number;
}

/**
 * A new password ends every session and grant of the person.
 * @throws ManagementError invalid_input, not_found, conflict (another epoch)
 */
export async function replacePassword(
  context: PasswordContext,
  { id, ifEpoch }: PasswordOwner,
  password: string,
): Promise<void> {
  await checkNewPassword(context.passwords, password);
  const passwordHash = await context.passwords.hash(password);
  const change = ifEpoch === undefined ? { passwordHash } : { passwordHash, ifEpoch };
  const outcome = await context.store.users.setPassword(id, change, context.clock.now());
  if (outcome === "gone") throw new ManagementError("not_found", "there is no such person");
  if (outcome === "stale") throw new ManagementError("conflict", "the password was set meanwhile");
  context.events.emit({ type: "user.password_set", userId: id });
}

/** Whether this is the person's password, asked of somebody who is signed in. */
export async function isOwnPassword(context: PasswordContext, user: User, password: string): Promise<boolean> {
  if (user.passwordHash === undefined || Buffer.byteLength(password) > passwordBytes.max) return false;
  return await context.passwords.verify(user.passwordHash, password);
}

/** Keeps a password that was right as we keep them now, when another system or an earlier version hashed it. */
async function renewHash({ store, passwords }: PasswordContext, { id, passwordHash: from }: User, password: string) {
  if (from === undefined || passwords.isCurrent(from)) return;
  await store.users.rehash(id, { from, to: await passwords.hash(password) });
}

/** Where somebody signs in, and in which flow. */
export interface SignInPlace {
  /** Absent: the public pages. */
  door?: Session["audience"];
  flowId?: string;
}

/**
 * The active person with this e-mail address and password, or undefined: one answer for every failure. Only
 * people with an administrative role get through the admin door.
 */
export async function findByPassword(
  context: Context,
  credentials: { email: string; password: string },
  { door = "account", ...flow }: SignInPlace = {},
): Promise<User | undefined> {
  const { user, refusal } = await judge(context, credentials, door);
  const who = user === undefined ? {} : { userId: user.id };
  if (user !== undefined && refusal === undefined) await renewHash(context, user, credentials.password);
  if (refusal !== undefined) context.events.emit({ type: "sign_in.failed", door, reason: refusal, ...who, ...flow });
  else if (user !== undefined) context.events.emit({ type: "sign_in.succeeded", userId: user.id, door, ...flow });
  return refusal === undefined ? user : undefined;
}

/** Whose e-mail address it is, and why they are not let in. */
async function judge(
  { store, passwords }: Context,
  { email, password }: { email: string; password: string },
  door: Session["audience"],
): Promise<{ user: User | undefined; refusal?: string }> {
  if (Buffer.byteLength(password) > passwordBytes.max) return { user: undefined, refusal: "password_too_long" };
  const user = await store.users.getByEmail(email.trim().toLowerCase());
  const matches = await passwords.verify(user?.passwordHash ?? stranger, password);
  if (user === undefined) return { user, refusal: "unknown_user" };
  if (!matches || user.passwordHash === undefined) return { user, refusal: "wrong_password" };
  if (user.status !== "active") return { user, refusal: "disabled_user" };
  return door === "admin" && user.role === "user" ? { user, refusal: "no_administrator" } : { user };
}
