import type { Client, DocumentState } from "@sallyport/core";
import { z } from "zod";
import { toDate } from "./page.ts";
import { present } from "./present.ts";

/** `dynamic`: it registered itself. `document`: its id is the address of its metadata document. */
export const provenances = z.enum(["preregistered", "dynamic", "document"]);
/** `pending`: it waits for `registrations.approve`. */
export const statuses = z.enum(["active", "disabled", "pending"]);
export const clientTypes = z.enum(["public", "confidential"]);
export const refreshReplays = z.enum(["until_successor_used"]);

/** A client as administrators see it: never its secret. */
export const clientView = z.strictObject({
  clientId: z.string(),
  clientName: z.string(),
  clientDescription: z.string().optional(),
  clientType: clientTypes,
  tokenEndpointAuthMethod: z.string(),
  redirectUris: z.array(z.string()),
  grantTypes: z.array(z.string()),
  /** Absent: every scope that is not privileged. */
  scopes: z.array(z.string()).optional(),
  /** The resource that is meant when a request names none. */
  defaultResource: z.string().optional(),
  accessTokenTtlSeconds: z.number().optional(),
  refreshTokenTtlSeconds: z.number().optional(),
  /** How long a replaced refresh token gets its successor; absent: for the server's short window. */
  refreshReplay: refreshReplays.optional(),
  /** Where it publishes its keys. */
  jwksUri: z.string().optional(),
  provenance: provenances,
  status: statuses,
  /** The copy of its metadata document; when `freshUntil` has come, the next request fetches it again. */
  document: z.strictObject({ fetchedAt: z.date(), freshUntil: z.date() }).optional(),
  ownerUserId: z.string().optional(),
  /** Until when the secret before the present one passes. */
  oldSecretExpiresAt: z.date().optional(),
  /** For `clients.update`. */
  version: z.int(),
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
    scopes: client.scopes === undefined ? undefined : [...client.scopes],
    defaultResource: client.defaultResource,
    accessTokenTtlSeconds: client.accessTokenTtlSeconds,
    refreshTokenTtlSeconds: client.refreshTokenTtlSeconds,
    refreshReplay: client.refreshReplay,
    jwksUri: client.jwksUri,
    provenance: client.provenance,
    status: client.status,
    document: client.document && toDocumentView(client.document),
    ownerUserId: client.ownerId,
    oldSecretExpiresAt: client.previousSecretExpiresAt && toDate(client.previousSecretExpiresAt),
    version: client.version,
    createdAt: toDate(client.createdAt),
  });
}

function toDocumentView({ fetchedAt, freshUntil }: DocumentState) {
  return { fetchedAt: toDate(fetchedAt), freshUntil: toDate(freshUntil) };
}
