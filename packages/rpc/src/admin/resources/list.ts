import { z } from "zod";
import { procedureFor } from "../trpc.ts";
import { resourceView, toResourceView } from "./resource-view.ts";

/** All, oldest first: there are few. */
export const listResources = procedureFor("viewer")
  .output(z.strictObject({ items: z.array(resourceView) }))
  .query(async ({ ctx }) => ({ items: (await ctx.manage.resources.list()).map(toResourceView) }));
