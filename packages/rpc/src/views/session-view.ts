import type { Session } from "@sallyport/core";
import { z } from "zod";
import { toDate } from "./page.ts";
import { present } from "./present.ts";
import { toRowIdText } from "./row-id.ts";

/** Somebody signed in, in one browser: nothing by which the session could be taken over. */
export const browserSessionView = z.strictObject({
  sessionId: z.string(),
  /** Which door it opens: the public pages, or the admin listener. */
  audience: z.enum(["account", "admin"]),
  signedInAt: z.date(),
  lastUsedAt: z.date(),
  /** When it ends at the latest, unless it is used. */
  idleExpiresAt: z.date(),
  expiresAt: z.date(),
  address: z.string().optional(),
  /** As the browser called itself. */
  userAgent: z.string().optional(),
});

export function toBrowserSessionView(session: Session): z.infer<typeof browserSessionView> {
  return present({
    sessionId: toRowIdText(session.id),
    audience: session.audience,
    signedInAt: toDate(session.authenticatedAt),
    lastUsedAt: toDate(session.lastUsedAt),
    idleExpiresAt: toDate(session.idleExpiresAt),
    expiresAt: toDate(session.expiresAt),
    address: session.address,
    userAgent: session.userAgent,
  });
}
