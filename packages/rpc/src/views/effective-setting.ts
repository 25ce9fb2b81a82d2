import { z } from "zod";

export const effectiveSetting = z.strictObject({
  name: z.string(),
  /** Absent: nothing was said, and there is nothing by itself. Secrets are masked. */
  value: z.union([z.string(), z.number(), z.boolean(), z.array(z.string()).readonly()]).optional(),
  source: z.enum(["default", "flag", "environment", "alias", "file"]),
  /** The flag or variable that said it. */
  spelling: z.string().optional(),
});

/** A setting of the program as it counts. */
export type EffectiveSetting = z.infer<typeof effectiveSetting>;
