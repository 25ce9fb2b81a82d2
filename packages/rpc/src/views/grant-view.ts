import type { GrantView } from "@sallyport/core";
import { z } from "zod";
import { toDate } from "./page.ts";
import { present } from "./present.ts";
import { toRowIdText } from "./row-id.ts";

export const grantStates = z.enum([
  "alive",
  "revoked",
  "expired",
  "client_gone",
  "client_switched_off",
  "client_reset",
  "person_gone",
  "person_switched_off",
  "person_signed_out",
  "all_ended",
]);

/** What a client may do for a person since a sign-in: never a token or a hash of one. */
export const grantView = z.strictObject({
  grantId: z.string(),
  /** Why its tokens are not good, or `alive`. */
  state: grantStates,
  clientId: z.string(),
  clientName: z.string().optional(),
  userId: z.string(),
  userEmail: z.string().optional(),
  scopes: z.array(z.string()),
  resources: z.array(z.string()),
  hasRefreshToken: z.boolean(),
  createdAt: z.date(),
  lastUsedAt: z.date(),
  expiresAt: z.date(),
  revokedAt: z.date().optional(),
  revokedReason: z
    .enum(["code_replayed", "refresh_token_reused", "client_request", "consent_revoked", "admin"])
    .optional(),
  address: z.string().optional(),
  userAgent: z.string().optional(),
});

export function toGrantView(grant: GrantView): z.infer<typeof grantView> {
  return present({
    grantId: toRowIdText(grant.id),
    state: grant.state,
    clientId: grant.clientId,
    clientName: grant.clientName,
    userId: grant.userId,
    userEmail: grant.userEmail,
    scopes: [...grant.scopes],
    resources: [...grant.resources],
    hasRefreshToken: grant.hasRefreshToken,
    createdAt: toDate(grant.createdAt),
    lastUsedAt: toDate(grant.lastUsedAt),
    expiresAt: toDate(grant.expiresAt),
    revokedAt: grant.revokedAt === undefined ? undefined : toDate(grant.revokedAt),
    revokedReason: grant.revokedReason,
    address: grant.address,
    userAgent: grant.userAgent,
  });
}
