import { z } from "zod";
import { idInput } from "../../id.ts";
import { procedureFor } from "../trpc.ts";
import { clientView, toClientView } from "./client-view.ts";

export const getClient = procedureFor("viewer")
  .input(z.strictObject({ clientId: idInput }))
  .output(clientView)
  .query(async ({ ctx, input }) => toClientView(await ctx.provider.manage.clients.get(input.clientId)));
