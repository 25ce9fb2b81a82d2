import { pageInput, pageOutput, toPageRequest, toPageView } from "../../page.ts";
import { procedureFor } from "../trpc.ts";
import { toUserView, userView } from "./user-view.ts";

export const listUsers = procedureFor("viewer")
  .input(pageInput.prefault({}))
  .output(pageOutput(userView))
  .query(async ({ ctx, input }) => toPageView(await ctx.manage.users.list(toPageRequest(input)), toUserView));
