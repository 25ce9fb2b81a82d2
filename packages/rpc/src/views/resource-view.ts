import type { Resource } from "@sallyport/core";
import { z } from "zod";
import { toDate } from "./page.ts";
import { present } from "./present.ts";
import { roles } from "./user-view.ts";

export const scopeView = z.strictObject({
  name: z.string().min(1).max(255),
  /** For the consent page. */
  description: z.string().max(255).optional(),
  /** Present: only people with one of these roles can grant it. */
  roles: z.array(roles).min(1).max(4).optional(),
  /** False: no metadata names it; whoever knows it can ask for it. */
  isAdvertised: z.boolean().optional(),
});

export const resourceView = z.strictObject({
  /** The audience of its tokens. */
  uri: z.string(),
  name: z.string().optional(),
  scopes: z.array(scopeView),
  tokenFormat: z.enum(["jwt", "opaque"]),
  /** Absent: the client's or the server's. */
  accessTokenTtlSeconds: z.int().optional(),
  isPrivate: z.boolean(),
  /** For `resources.update`. */
  version: z.int(),
  createdAt: z.date(),
});

export function toResourceView(resource: Resource): z.infer<typeof resourceView> {
  const { uri, name, scopes, accessTokenTtlSeconds, isPrivate = false, version, createdAt } = resource;
  const tokenFormat: "jwt" | "opaque" = resource.tokenFormat ?? "jwt";
  return present({
    uri,
    name,
    tokenFormat,
    accessTokenTtlSeconds,
    isPrivate,
    version,
    scopes: scopes.map(({ roles: limitedTo, ...scope }) => present({ ...scope, roles: limitedTo && [...limitedTo] })),
    createdAt: toDate(createdAt),
  });
}
