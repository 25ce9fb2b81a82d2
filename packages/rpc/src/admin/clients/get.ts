import { z } from "zod";
import { idInput } from "../../id.ts";
import { procedureFor } from "../trpc.ts";
import { clientView, toClientView } from "./client-view.ts";
import { replayCountView, toReplayCountView } from "./replay-count-view.ts";

export const getClient = procedureFor("viewer")
  .input(z.strictObject({ clientId: idInput }))
  .output(clientView.extend({ refreshReplays: replayCountView }))
  .query(async ({ ctx, input: { clientId } }) => {
    const client = await ctx.manage.clients.get(clientId);
    return { ...toClientView(client), refreshReplays: toReplayCountView(ctx.replays.of(clientId)) };
  });
