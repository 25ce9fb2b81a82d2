import type { ApiKey } from "@sallyport/core";

/** As JSON: what is stored, without its hash. */
export function describeApiKey({ id, name, role, makerId, ...times }: ApiKey): Record<string, unknown> {
  const { createdAt, expiresAt, lastUsedAt } = times;
  const used = lastUsedAt === undefined ? {} : { last_used_at: lastUsedAt };
  return { id, name, role, user_id: makerId, created_at: createdAt, expires_at: expiresAt, ...used };
}
