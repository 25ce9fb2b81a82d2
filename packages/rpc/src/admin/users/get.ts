import { z } from "zod";
import { idInput } from "../../views/id.ts";
import { procedureFor } from "../trpc.ts";
import { toUserView, userView } from "../../views/user-view.ts";

const output = userView.extend({
  /** Browsers in which the person is signed in; 200: that many or more. */
  sessionCount: z.int(),
  /** What clients may do for the person now, by client and resource. */
  consentCount: z.int(),
});

export const getUser = procedureFor("viewer")
  .input(z.strictObject({ userId: idInput }))
  .output(output)
  .query(async ({ ctx, input }) => {
    const { user, sessions, consents } = await ctx.manage.users.get(input.userId);
    return { ...toUserView(user), sessionCount: sessions, consentCount: consents };
  });
