import type { ApiKey } from "@sallyport/core";
import { z } from "zod";
import { toDate } from "./page.ts";
import { present } from "./present.ts";
import { adminRoles } from "./user-view.ts";

/** A key as administrators see it: never the key itself, nor its hash. */
export const apiKeyView = z.strictObject({
  keyId: z.string(),
  name: z.string(),
  /** The most that it may do; what its maker may not do any more, it may not either. */
  role: adminRoles,
  /** The person who answers for it. */
  makerId: z.string(),
  createdAt: z.date(),
  expiresAt: z.date(),
  /** To the minute; absent: never. */
  lastUsedAt: z.date().optional(),
});

export function toApiKeyView({ id, name, role, makerId, ...times }: ApiKey): z.infer<typeof apiKeyView> {
  return present({
    keyId: id,
    name,
    role,
    makerId,
    createdAt: toDate(times.createdAt),
    expiresAt: toDate(times.expiresAt),
    lastUsedAt: times.lastUsedAt === undefined ? undefined : toDate(times.lastUsedAt),
  });
}
