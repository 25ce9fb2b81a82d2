import { procedureFor } from "../trpc.ts";
import { sessionView, toSessionView } from "./session-view.ts";

export const me = procedureFor("viewer")
  .output(sessionView)
  .query(({ ctx }) => toSessionView(ctx.signedIn));
