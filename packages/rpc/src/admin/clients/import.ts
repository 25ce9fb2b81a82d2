import { z } from "zod";
import { procedureFor } from "../trpc.ts";
import { checkSecretKeeper, documentOf } from "./client-document.ts";

const input = z.strictObject({
  /** As `clients.export` makes it; a row that is malformed is refused by itself. */
  document: documentOf(z.array(z.record(z.string(), z.unknown())).max(1000)),
  /** What becomes of a client that is here already and is another in the document. */
  onExisting: z.enum(["skip", "update"]).default("skip"),
  /** Changes nothing, and says what would be done. */
  dryRun: z.boolean().default(false),
});

const outcomes = z.enum(["created", "updated", "unchanged", "skipped", "refused"]);

const output = z.strictObject({
  /** One for each client of the document, in their order. */
  items: z.array(
    z.strictObject({
      clientId: z.string().optional(),
      outcome: outcomes,
      /** The member at fault. */
      field: z.string().optional(),
      reason: z.string().optional(),
    }),
  ),
});

/** Clients come under the ids that they have; sent again, nothing changes. Hashes of secrets are for owners only. */
export const importClients = procedureFor("operator")
  .input(input)
  .output(output)
  .mutation(async ({ ctx, input: { document, onExisting, dryRun } }) => {
    if (document.clients.some((row) => "secrets" in row)) checkSecretKeeper(ctx.role, "document.clients.secrets");
    const wanted = { rows: document.clients, onExisting, isDryRun: dryRun, ownerId: ctx.person.id };
    return { items: await ctx.manage.clients.import(wanted) };
  });
