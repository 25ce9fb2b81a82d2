import { z } from "zod";
import { searchInput } from "../../views/page.ts";
import { procedureFor } from "../trpc.ts";
import { resourceView, toResourceView } from "../../views/resource-view.ts";

const input = z.strictObject({
  /** Of the address or the name. */
  search: searchInput,
});

/** All, oldest first: there are few. */
export const listResources = procedureFor("viewer")
  .input(input.prefault({}))
  .output(z.strictObject({ items: z.array(resourceView) }))
  .query(async ({ ctx, input: wanted }) => ({ items: (await ctx.manage.resources.list(wanted)).map(toResourceView) }));
