import { listInput, pageOutput, searchInput, toPageView } from "../../views/page.ts";
import { present } from "../../views/present.ts";
import { procedureFor } from "../trpc.ts";
import { clientTypes, clientView, provenances, statuses, toClientView } from "../../views/client-view.ts";

const input = listInput(["created", "name"]).extend({
  status: statuses.optional(),
  provenance: provenances.optional(),
  type: clientTypes.optional(),
  /** Of the name or the id; with it the clients come in the order of what was found. */
  search: searchInput,
});

/** Newest first, unless asked otherwise; without `status` also those that are off or wait. */
export const listClients = procedureFor("viewer")
  .input(input.prefault({}))
  .output(pageOutput(clientView))
  .query(async ({ ctx, input: wanted }) => toPageView(await ctx.manage.clients.list(present(wanted)), toClientView));
