import type { KeyView } from "@sallyport/core";
import { z } from "zod";
import { toDate } from "./page.ts";
import { present } from "./present.ts";

export const keyView = z.strictObject({
  kid: z.string(),
  alg: z.enum(["ES256", "RS256"]),
  /** `announced`: published, to sign later. `retiring`: signs no more, and verifies until `retiresAt`. */
  state: z.enum(["announced", "signing", "retiring"]),
  createdAt: z.date(),
  activeFrom: z.date(),
  retiresAt: z.date().optional(),
});

export function toKeyView({ createdAt, activeFrom, retiresAt, ...key }: KeyView): z.infer<typeof keyView> {
  return present({
    ...key,
    createdAt: toDate(createdAt),
    activeFrom: toDate(activeFrom),
    retiresAt: retiresAt === undefined ? undefined : toDate(retiresAt),
  });
}
