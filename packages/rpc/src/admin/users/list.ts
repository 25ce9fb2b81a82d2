import { listInput, pageOutput, searchInput, toPageView } from "../../views/page.ts";
import { present } from "../../views/present.ts";
import { procedureFor } from "../trpc.ts";
import { roles, toUserView, userStatuses, userView } from "../../views/user-view.ts";

const input = listInput(["created", "email"]).extend({
  status: userStatuses.optional(),
  role: roles.optional(),
  /** Of the e-mail address or the name; with it people come in the order of what was found. */
  search: searchInput,
});

/** Newest first, unless asked otherwise. */
export const listUsers = procedureFor("viewer")
  .input(input.prefault({}))
  .output(pageOutput(userView))
  .query(async ({ ctx, input: wanted }) => toPageView(await ctx.manage.users.list(present(wanted)), toUserView));
