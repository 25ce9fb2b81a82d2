import { pageInput, pageOutput, toPageRequest, toPageView } from "../../page.ts";
import { present } from "../../present.ts";
import { procedureFor } from "../trpc.ts";
import { clientView, provenances, statuses, toClientView } from "./client-view.ts";

const input = pageInput.extend({ status: statuses.optional(), provenance: provenances.optional() });

/** Newest first; without `status` also those that are off or wait. */
export const listClients = procedureFor("viewer")
  .input(input.prefault({}))
  .output(pageOutput(clientView))
  .query(async ({ ctx, input: { limit, cursor, ...filter } }) => {
    const wanted = { ...toPageRequest({ limit, cursor }), ...present(filter) };
    return toPageView(await ctx.manage.clients.list(wanted), toClientView);
  });
