import type { NamedAuditRow } from "@sallyport/core";
import { z } from "zod";
import { toDate } from "./page.ts";

export const auditRowView = z.strictObject({
  /** Its place in the trail: 1 for the first; no number is missing. */
  sequence: z.number(),
  at: z.date(),
  /** `client.deleted`, say. */
  type: z.string(),
  /** Who did it; absent where the person or the client that is named did it. */
  actorKind: z.enum(["person", "api_key", "command_line"]).optional(),
  actorId: z.string().optional(),
  /** What they are called now: the e-mail address of a person, the name of an API key. */
  actorName: z.string().optional(),
  userId: z.string().optional(),
  /** Names are absent where the person was erased or the client deleted. */
  userEmail: z.string().optional(),
  clientId: z.string().optional(),
  clientName: z.string().optional(),
  resource: z.string().optional(),
  grantId: z.number().optional(),
  reason: z.string().optional(),
  flowId: z.string().optional(),
  /** Its record in the log. */
  requestId: z.string().optional(),
  address: z.string().optional(),
  details: z.record(z.string(), z.union([z.string(), z.array(z.string()).readonly()])),
});

export function toAuditRowView({ at, hash: _hash, ...row }: NamedAuditRow): z.infer<typeof auditRowView> {
  return { ...row, at: toDate(at) };
}
