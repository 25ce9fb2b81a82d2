import { idInput } from "../../views/id.ts";
import { listInput, pageOutput, toPageView } from "../../views/page.ts";
import { present } from "../../views/present.ts";
import { browserSessionView, toBrowserSessionView } from "../../views/session-view.ts";
import { procedureFor } from "../trpc.ts";

const input = listInput(["created"]).extend({ userId: idInput });

/** Where a person is signed in, newest first unless asked otherwise. */
export const listSessions = procedureFor("viewer")
  .input(input)
  .output(pageOutput(browserSessionView))
  .query(async ({ ctx, input: { userId, ...wanted } }) =>
    toPageView(await ctx.manage.sessions.listFor(userId, present(wanted)), toBrowserSessionView),
  );
