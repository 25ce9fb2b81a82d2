import { z } from "zod";
import { procedureFor } from "../trpc.ts";
import { keyView, toKeyView } from "../../views/key-view.ts";

/** The published signing keys, oldest first. */
export const listKeys = procedureFor("viewer")
  .output(z.strictObject({ items: z.array(keyView) }))
  .query(async ({ ctx }) => ({ items: (await ctx.manage.keys.list()).map(toKeyView) }));
