import { listInput, pageOutput, toPageView } from "../../views/page.ts";
import { present } from "../../views/present.ts";
import { clientView, toClientView } from "../../views/client-view.ts";
import { procedureFor } from "../trpc.ts";

/** The clients that wait for approval, newest first. */
export const listRegistrations = procedureFor("viewer")
  .input(listInput(["created", "name"]).prefault({}))
  .output(pageOutput(clientView))
  .query(async ({ ctx, input: wanted }) => {
    return toPageView(await ctx.manage.clients.list({ ...present(wanted), status: "pending" }), toClientView);
  });
