import { z } from "zod";
import { present } from "../../views/present.ts";
import { grantStates, grantView, toGrantView } from "../../views/grant-view.ts";
import { procedureFor } from "../trpc.ts";

const output = z.strictObject({
  kind: z.enum(["access_token", "refresh_token", "client_token", "grant"]),
  isActive: z.boolean(),
  /** There exactly when it is not active. */
  whyNot: z
    .enum([...grantStates.exclude(["alive"]).options, "token_expired", "token_replaced", "token_ended"])
    .optional(),
  /** Of an access token, as they stand in it. */
  claims: z.record(z.string(), z.unknown()).optional(),
  clientId: z.string(),
  /** Absent: the client got the token for itself. */
  grant: grantView.optional(),
});

/** A token, or the id of a grant. */
export const tokenInput = z.string().min(1).max(8192);

/** A mutation only because addresses are written down and bodies are not: it changes nothing. */
export const inspectToken = procedureFor("viewer")
  .input(z.strictObject({ token: tokenInput }))
  .output(output)
  .mutation(async ({ ctx, input }) => {
    const { grant, whyNot, claims, ...rest } = await ctx.manage.tokens.inspect(input.token);
    return present({
      ...rest,
      whyNot,
      claims: claims && { ...claims },
      grant: grant && toGrantView(grant),
    });
  });
