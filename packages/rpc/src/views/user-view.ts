import type { User } from "@sallyport/core";
import { z } from "zod";
import { toDate } from "./page.ts";
import { present } from "./present.ts";

/** The roles that open the admin listener. */
export const adminRoles = z.enum(["viewer", "operator", "owner"]);

export const roles = z.enum(["user", "viewer", "operator", "owner"]);
export const userStatuses = z.enum(["active", "disabled"]);

/** A person as administrators see them: never the password hash. */
export const userView = z.strictObject({
  userId: z.string(),
  email: z.string(),
  name: z.string().optional(),
  role: roles,
  isActive: z.boolean(),
  /** For `users.update`: another one when the person was changed meanwhile. */
  version: z.int(),
  createdAt: z.date(),
});

export function toUserView(user: User): z.infer<typeof userView> {
  return present({
    userId: user.id,
    email: user.email,
    name: user.name,
    role: user.role,
    isActive: user.status === "active",
    version: user.version,
    createdAt: toDate(user.createdAt),
  });
}
