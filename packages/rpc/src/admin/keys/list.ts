import { z } from "zod";
import { toDate } from "../../page.ts";
import { present } from "../../present.ts";
import { procedureFor } from "../trpc.ts";

const output = z.strictObject({
  items: z.array(
    z.strictObject({
      kid: z.string(),
      alg: z.enum(["ES256", "RS256"]),
      /** `announced`: published, to sign later. `retiring`: signs no more, and verifies until `retiresAt`. */
      state: z.enum(["announced", "signing", "retiring"]),
      createdAt: z.date(),
      activeFrom: z.date(),
      retiresAt: z.date().optional(),
    }),
  ),
});

/** The published signing keys, oldest first. */
export const listKeys = procedureFor("viewer")
  .output(output)
  .query(async ({ ctx }) => {
    const keys = await ctx.manage.keys.list();
    return {
      items: keys.map(({ createdAt, activeFrom, retiresAt, ...key }) =>
        present({
          ...key,
          createdAt: toDate(createdAt),
          activeFrom: toDate(activeFrom),
          retiresAt: retiresAt === undefined ? undefined : toDate(retiresAt),
        }),
      ),
    };
  });
