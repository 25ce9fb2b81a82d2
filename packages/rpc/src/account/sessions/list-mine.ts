import { z } from "zod";
import { listInput, pageOutput, toPageView } from "../../views/page.ts";
import { present } from "../../views/present.ts";
import { browserSessionView, toBrowserSessionView } from "../../views/session-view.ts";
import { ownProcedure } from "../trpc.ts";

const sessionOfMine = browserSessionView.extend({
  /** Whether it is the one that asks. */
  isCurrent: z.boolean(),
});

/** Where the caller is signed in, newest first. */
export const listMySessions = ownProcedure
  .input(listInput(["created"]).prefault({}))
  .output(pageOutput(sessionOfMine))
  .query(async ({ ctx, input }) => {
    const { session: current, user } = ctx.signedIn;
    const page = await ctx.provider.manage.sessions.listFor(user.id, present(input));
    return toPageView(page, (session) => ({ ...toBrowserSessionView(session), isCurrent: session.id === current.id }));
  });
