import { procedureForPeople } from "../trpc.ts";
import { sessionView, toSessionView } from "../../views/admin-session-view.ts";

export const me = procedureForPeople("viewer")
  .output(sessionView)
  .query(({ ctx }) => toSessionView(ctx.signedIn));
