import { z } from "zod";
import { toDate } from "./page.ts";
import type { ReplayCount } from "../transport/replay-counts.ts";

/** How often this process saw refresh tokens that were replaced already. */
export const replayCountView = z.strictObject({
  /** Answered with the same successor again. */
  replays: z.int(),
  /** Each ended a grant. */
  reuses: z.int(),
  since: z.date(),
});

export function toReplayCountView<Count extends ReplayCount>({ since, ...rest }: Count) {
  return { ...rest, since: toDate(since) };
}
