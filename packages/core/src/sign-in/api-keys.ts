import type { Context } from "../context.ts";
import { cappedRole } from "../rules/admin-role.ts";
import { hashSecret } from "../secret.ts";
import { isSecretText, tokenPrefixes } from "../secret-text.ts";
import type { AdminRole, ApiKey, User } from "../ports/store.ts";
import { after, isExpired } from "../time.ts";

/** A program that showed a living key. */
export interface KeyHolder {
  key: ApiKey;
  /** What it may do now: its role, or less where its maker may do less. */
  role: AdminRole;
  /** The person who answers for it. */
  maker: User;
}

/** How often a use is written down: more often would make every call a write. */
const touchEverySeconds = 60;

/**
 * Who shows `text`. A key is dead when it expired or was revoked, and when its maker was switched off, lost every
 * administrative role, or had everything ended that they had begun (a new password, a sign-out everywhere): whoever
 * had taken the account over may have made it.
 */
export async function findKeyHolder(context: Context, text: string): Promise<KeyHolder | undefined> {
  if (!isSecretText(tokenPrefixes.apiKey, text)) return undefined;
  const { clock, store } = context;
  const now = clock.now();
  const key = await store.apiKeys.getByHash(hashSecret(text));
  if (key === undefined || isExpired(key.expiresAt, now)) return undefined;
  const maker = await store.users.get(key.makerId);
  if (maker?.status !== "active" || maker.epoch !== key.makerEpoch) return undefined;
  const role = cappedRole(key.role, maker.role);
  if (role === undefined) return undefined;
  const isNoted = key.lastUsedAt !== undefined && !isExpired(after(key.lastUsedAt, touchEverySeconds), now);
  if (!isNoted) await store.apiKeys.touch(key.id, now);
  return { key, role, maker };
}
