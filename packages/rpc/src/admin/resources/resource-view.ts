import type { Resource } from "@sallyport/core";
import { z } from "zod";
import { toDate } from "../../page.ts";
import { present } from "../../present.ts";
import { roles } from "../users/user-view.ts";

export const scopeView = z.strictObject({
  name: z.string().min(1).max(255),
  /** For the consent page. */
  description: z.string().max(255).optional(),
  /** Present: only people with one of these roles can grant it. */
  roles: z.array(roles).min(1).max(4).optional(),
});

export const resourceView = z.strictObject({
  /** The audience of its tokens. */
  uri: z.string(),
  name: z.string().optional(),
  scopes: z.array(scopeView),
  createdAt: z.date(),
});

export function toResourceView({ uri, name, scopes, createdAt }: Resource): z.infer<typeof resourceView> {
  return present({
    uri,
    name,
    scopes: scopes.map(({ roles: limitedTo, ...scope }) => present({ ...scope, roles: limitedTo && [...limitedTo] })),
    createdAt: toDate(createdAt),
  });
}
