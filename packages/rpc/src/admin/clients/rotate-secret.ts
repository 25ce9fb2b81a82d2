import { z } from "zod";
import { toDate } from "../../views/page.ts";
import { procedureFor } from "../trpc.ts";
import { clientIdInput, versionInput } from "./client-input.ts";

const input = clientIdInput.extend({
  /** How long the present secret passes yet; absent: a day. The one before it ends now. */
  overlapSeconds: z.int().min(0).max(604_800).optional(),
  /** Absent: whatever the version is now. */
  version: versionInput.optional(),
});

const output = z.strictObject({
  /** Only here, only now. */
  clientSecret: z.string(),
  oldSecretExpiresAt: z.date(),
  version: z.int(),
});

export const rotateClientSecret = procedureFor("operator")
  .input(input)
  .output(output)
  .mutation(async ({ ctx, input: { clientId, ...rotation } }) => {
    const { client, secret, oldSecretExpiresAt } = await ctx.manage.clients.rotateSecret(clientId, rotation);
    return { clientSecret: secret, oldSecretExpiresAt: toDate(oldSecretExpiresAt), version: client.version };
  });
