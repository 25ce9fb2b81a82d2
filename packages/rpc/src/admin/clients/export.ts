import { clientDocumentFormat, clientRowSchema } from "@sallyport/core";
import { z } from "zod";
import { listInput } from "../../views/page.ts";
import { present } from "../../views/present.ts";
import { procedureFor } from "../trpc.ts";
import { checkSecretKeeper, documentOf } from "./client-document.ts";

const input = listInput(["created", "name"]).extend({
  /** What secrets are checked against goes along; for owners only. */
  withSecrets: z.boolean().default(false),
});

const output = z.strictObject({
  /** For `clients.import`. */
  document: documentOf(z.array(clientRowSchema)),
  nextCursor: z.string().optional(),
});

/** A page of all clients, as a document. */
export const exportClients = procedureFor("operator")
  .input(input.prefault({}))
  .output(output)
  .query(async ({ ctx, input: { withSecrets, ...wanted } }) => {
    if (withSecrets) checkSecretKeeper(ctx.role, "withSecrets");
    const { items, next } = await ctx.manage.clients.export(present(wanted), { withSecrets });
    return present({ document: { ...clientDocumentFormat, clients: [...items] }, nextCursor: next });
  });
