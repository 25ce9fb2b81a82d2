import { z } from "zod";
import { idInput } from "../../views/id.ts";
import { listInput, pageOutput, toPageView } from "../../views/page.ts";
import { present } from "../../views/present.ts";
import { procedureFor } from "../trpc.ts";
import { grantView, toGrantView } from "../../views/grant-view.ts";

const input = listInput(["created"]).extend({
  userId: idInput.optional(),
  clientId: idInput.optional(),
  /** As it is registered. */
  resource: z.string().min(1).max(2048).optional(),
  /** Whether its tokens can be good. */
  isAlive: z.boolean().optional(),
});

/** Newest first, unless asked otherwise. A filtered page can hold fewer than asked for and yet have a `nextCursor`. */
export const listGrants = procedureFor("viewer")
  .input(input.prefault({}))
  .output(pageOutput(grantView))
  .query(async ({ ctx, input: wanted }) => toPageView(await ctx.manage.grants.list(present(wanted)), toGrantView));
