import type { Client } from "@sallyport/core";
import { z } from "zod";
import { toDate } from "../../page.ts";
import { present } from "../../present.ts";

/** A client as administrators see it: never its secret. */
export const clientView = z.strictObject({
  clientId: z.string(),
  clientName: z.string(),
  clientDescription: z.string().optional(),
  clientType: z.enum(["public", "confidential"]),
  tokenEndpointAuthMethod: z.string(),
  redirectUris: z.array(z.string()),
  grantTypes: z.array(z.string()),
  /** Absent: every scope that is not privileged. */
  allowedScopes: z.array(z.string()).optional(),
  /** The resource that is meant when a request names none. */
  mcpServerUrl: z.string().optional(),
  accessTokenTtlSeconds: z.number().optional(),
  refreshTokenTtlSeconds: z.number().optional(),
  /** `dynamic`: it registered itself. */
  provenance: z.enum(["preregistered", "dynamic", "document"]),
  isActive: z.boolean(),
  ownerUserId: z.string().optional(),
  createdAt: z.date(),
});

export function toClientView(client: Client): z.infer<typeof clientView> {
  return present({
    clientId: client.id,
    clientName: client.name,
    clientDescription: client.description,
    clientType: client.type,
    tokenEndpointAuthMethod: client.authMethod,
    redirectUris: [...client.redirectUris],
    grantTypes: [...client.grantTypes],
    allowedScopes: client.scopes === undefined ? undefined : [...client.scopes],
    mcpServerUrl: client.defaultResource,
    accessTokenTtlSeconds: client.accessTokenTtlSeconds,
    refreshTokenTtlSeconds: client.refreshTokenTtlSeconds,
    provenance: client.provenance,
    isActive: client.status === "active",
    ownerUserId: client.ownerId,
    createdAt: toDate(client.createdAt),
  });
}
