import { z } from "zod";
import { toDate } from "../../page.ts";
import { replayCountView, toReplayCountView } from "../clients/replay-count-view.ts";
import { procedureFor } from "../trpc.ts";

const rows = z.number();
const maxReplaying = 20;

const output = z.strictObject({
  issuer: z.string(),
  /** `memory:` or `sqlite:./file.db`. */
  store: z.string(),
  now: z.date(),
  counts: z.strictObject({ clients: rows, users: rows, grants: rows, consents: rows, resources: rows }),
  signingKeys: z.array(z.strictObject({ kid: z.string(), alg: z.string() })),
  /** The clients that most often sent replaced refresh tokens to this process. */
  refreshReplays: z.array(replayCountView.extend({ clientId: z.string() })),
});

export const status = procedureFor("viewer")
  .output(output)
  .query(async ({ ctx }) => {
    const { now, ...known } = await ctx.provider.status();
    const refreshReplays = ctx.replays.top(maxReplaying).map(toReplayCountView);
    return { ...known, now: toDate(now), refreshReplays };
  });
