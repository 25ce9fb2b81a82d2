import { z } from "zod";
import { toDate } from "../../views/page.ts";
import { present } from "../../views/present.ts";
import { ownProcedure } from "../trpc.ts";

const output = z.strictObject({
  items: z.array(
    z.strictObject({
      clientId: z.string(),
      clientName: z.string(),
      clientDescription: z.string().optional(),
      /** The host of the document that describes the client. */
      documentHost: z.string().optional(),
      /** Whether the client can use it now. */
      isClientActive: z.boolean(),
      grantedScopes: z.array(z.string()),
      /** The resources it is for; empty for none. */
      resources: z.array(z.string()),
      /** The scopes in words. */
      permissions: z.array(z.string()),
      grantedAt: z.date(),
      updatedAt: z.date(),
      expiresAt: z.date(),
      /** When the client last got tokens; absent: it holds none. */
      lastUsedAt: z.date().optional(),
    }),
  ),
});

/** What the caller allowed, latest change first. */
export const listMine = ownProcedure.output(output).query(async ({ ctx }) => {
  const consents = await ctx.provider.manage.consents.listFor(ctx.signedIn.user.id);
  return {
    items: consents.map((consent) =>
      present({
        clientId: consent.clientId,
        clientName: consent.clientName,
        clientDescription: consent.clientDescription,
        documentHost: consent.documentHost,
        isClientActive: consent.isClientActive,
        grantedScopes: [...consent.scopes],
        resources: consent.resources === "" ? [] : consent.resources.split(" "),
        permissions: [...consent.permissions],
        grantedAt: toDate(consent.grantedAt),
        updatedAt: toDate(consent.updatedAt),
        expiresAt: toDate(consent.expiresAt),
        lastUsedAt: consent.lastUsedAt === undefined ? undefined : toDate(consent.lastUsedAt),
      }),
    ),
  };
});
