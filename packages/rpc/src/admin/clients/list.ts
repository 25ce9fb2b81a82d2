import { pageInput, pageOutput, toPageRequest, toPageView } from "../../page.ts";
import { procedureFor } from "../trpc.ts";
import { clientView, toClientView } from "./client-view.ts";

/** Newest first, the disabled ones too. */
export const listClients = procedureFor("viewer")
  .input(pageInput.prefault({}))
  .output(pageOutput(clientView))
  .query(async ({ ctx, input }) =>
    toPageView(await ctx.provider.manage.clients.list(toPageRequest(input)), toClientView),
  );
