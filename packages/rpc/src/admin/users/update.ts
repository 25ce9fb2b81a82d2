import { z } from "zod";
import { idInput } from "../../views/id.ts";
import { procedureFor } from "../trpc.ts";
import { roles, toUserView, userView } from "../../views/user-view.ts";

const input = z.strictObject({
  userId: idInput,
  /** Of the person as the caller saw them. */
  version: z.int(),
  email: z.string().max(254).optional(),
  /** Null: none from now on. */
  name: z.string().max(255).nullable().optional(),
  role: roles.optional(),
});

/** What is absent stays. Refused with `conflict` when the person was changed meanwhile. */
export const updateUser = procedureFor("owner")
  .input(input)
  .output(userView)
  .mutation(async ({ ctx, input: { userId, version, ...change } }) => {
    return toUserView(await ctx.manage.users.update(userId, version, change));
  });
