import type { SignedIn } from "@sallyport/core";
import { z } from "zod";
import { toDate } from "./page.ts";
import { present } from "./present.ts";
import { roles } from "./user-view.ts";

/** The administrator who is signed in. */
export const sessionView = z.strictObject({
  userId: z.string(),
  email: z.string(),
  name: z.string().optional(),
  role: roles,
  signedInAt: z.date(),
  expiresAt: z.date(),
});

export function toSessionView({ user, session }: SignedIn): z.infer<typeof sessionView> {
  return present({
    userId: user.id,
    email: user.email,
    name: user.name,
    role: user.role,
    signedInAt: toDate(session.authenticatedAt),
    expiresAt: toDate(session.expiresAt),
  });
}
