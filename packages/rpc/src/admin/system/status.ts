import { z } from "zod";
import { toDate } from "../../page.ts";
import { procedureFor } from "../trpc.ts";

const rows = z.number();

const output = z.strictObject({
  issuer: z.string(),
  /** `memory:` or `sqlite:./file.db`. */
  store: z.string(),
  now: z.date(),
  counts: z.strictObject({ clients: rows, users: rows, grants: rows, consents: rows, resources: rows }),
  signingKeys: z.array(z.strictObject({ kid: z.string(), alg: z.string() })),
});

export const status = procedureFor("viewer")
  .output(output)
  .query(async ({ ctx }) => {
    const { now, ...known } = await ctx.provider.status();
    return { ...known, now: toDate(now) };
  });
