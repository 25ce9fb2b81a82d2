import type { Context } from "../context.ts";
import type { User } from "../stores/port.ts";

/** A password's length in UTF-8 bytes; longer ones are refused before they are hashed. */
export const passwordBytes = { min: 8, max: 1024 } as const;

/** Checked when there is no such person, so that both answers take as long; the hash of nothing anybody knows. */
const stranger = "$argon2id$v=19$m=19456,t=2,p=1$c2FsbHlwb3J0LXN0cmFuZ2Vy$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/** The active person with this e-mail address and password, or undefined: one answer for every failure. */
export async function findByPassword(
  context: Context,
  credentials: { email: string; password: string },
  flowId?: string,
): Promise<User | undefined> {
  if (Buffer.byteLength(credentials.password) > passwordBytes.max) return refuse(context, "password_too_long");
  const user = await context.store.users.getByEmail(credentials.email.trim().toLowerCase());
  const matches = await context.passwords.verify(user?.passwordHash ?? stranger, credentials.password);
  if (user === undefined) return refuse(context, "unknown_user");
  if (!matches || user.passwordHash === undefined) return refuse(context, "wrong_password");
  if (user.status !== "active") return refuse(context, "disabled_user");
  context.events.emit({ type: "sign_in.succeeded", userId: user.id, ...(flowId === undefined ? {} : { flowId }) });
  return user;
}

function refuse(context: Context, reason: string): undefined {
  context.events.emit({ type: "sign_in.failed", reason });
  return undefined;
}
