import { procedureFor } from "../trpc.ts";
import { clientIdInput } from "./client-input.ts";
import { clientView, toClientView } from "../../views/client-view.ts";
import { holdingsView, toHoldingsView } from "./impact.ts";
import { replayCountView, toReplayCountView } from "../../views/replay-count-view.ts";

export const getClient = procedureFor("viewer")
  .input(clientIdInput)
  .output(clientView.extend({ refreshReplays: replayCountView, holdings: holdingsView }))
  .query(async ({ ctx, input: { clientId } }) => {
    const { clients } = ctx.manage;
    const [client, holdings] = await Promise.all([clients.get(clientId), clients.impact(clientId)]);
    const refreshReplays = toReplayCountView(ctx.replays.of(clientId));
    return { ...toClientView(client), refreshReplays, holdings: toHoldingsView(holdings) };
  });
