import { z } from "zod";
import { toDate } from "../../views/page.ts";
import { present } from "../../views/present.ts";
import { replayCountView, toReplayCountView } from "../../views/replay-count-view.ts";
import { keyView, toKeyView } from "../../views/key-view.ts";
import { procedureFor } from "../trpc.ts";

const rows = z.number();
const maxReplaying = 20;

const output = z.strictObject({
  issuer: z.string(),
  /** `memory:` or `sqlite:./file.db`. */
  store: z.string(),
  /** On disk, with the write-ahead log; absent: not on disk. */
  storeBytes: z.number().optional(),
  now: z.date(),
  /** When the process that answers began to serve. */
  startedAt: z.date(),
  versions: z.strictObject({ sallyport: z.string(), node: z.string(), store: z.string() }),
  /** Of many rows, the count of up to a minute ago. */
  counts: z.strictObject({
    clients: rows,
    users: rows,
    grants: rows,
    consents: rows,
    resources: rows,
    auditEvents: rows,
  }),
  /** Clients that wait for approval. */
  pendingRegistrations: rows,
  signingKeys: z.array(keyView),
  /** When another signing key takes over. */
  nextKeyRotationAt: z.date().optional(),
  /** Events that the process has still to write to the audit trail. */
  waitingAuditEvents: rows,
  /** The clients that most often sent replaced refresh tokens to this process. */
  refreshReplays: z.array(replayCountView.extend({ clientId: z.string() })),
});

/** What an operator looks at first. */
export const status = procedureFor("viewer")
  .output(output)
  .query(async ({ ctx }) => {
    const { storage, counts, nextKeyRotationAt, ...known } = await ctx.provider.status();
    const { pendingClients, ...countsOf } = counts;
    return present({
      ...known,
      storeBytes: storage.bytes,
      now: toDate(known.now),
      startedAt: toDate(known.startedAt),
      versions: { sallyport: ctx.version, node: process.versions.node, store: storage.engine },
      counts: countsOf,
      pendingRegistrations: pendingClients,
      signingKeys: known.signingKeys.map(toKeyView),
      nextKeyRotationAt: nextKeyRotationAt === undefined ? undefined : toDate(nextKeyRotationAt),
      refreshReplays: ctx.replays.top(maxReplaying).map(toReplayCountView),
    });
  });
