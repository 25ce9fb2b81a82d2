import { z } from "zod";
import { procedureFor } from "../trpc.ts";

const effectiveSetting = z.strictObject({
  name: z.string(),
  /** Absent: nothing was said, and there is nothing by itself. Secrets are masked. */
  value: z.union([z.string(), z.number(), z.boolean(), z.array(z.string()).readonly()]).optional(),
  source: z.enum(["default", "flag", "environment", "alias", "file"]),
  /** The flag or variable that said it. */
  spelling: z.string().optional(),
});

/** A setting of the program as it counts. */
export type EffectiveSetting = z.infer<typeof effectiveSetting>;

/** What the server was started with. */
export const effective = procedureFor("viewer")
  .output(z.array(effectiveSetting).readonly())
  .query(({ ctx }) => ctx.settings);
