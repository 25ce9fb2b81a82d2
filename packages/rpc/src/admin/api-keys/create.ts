import { z } from "zod";
import { idempotencyKeyInput, idempotent } from "../idempotent.ts";
import { procedureForPeople } from "../trpc.ts";
import { adminRoles } from "../../views/user-view.ts";
import { apiKeyView, toApiKeyView } from "../../views/api-key-view.ts";

const input = z.strictObject({
  name: z.string().min(1).max(100),
  /** At most the caller's own. */
  role: adminRoles,
  /** Absent: 90 days. At most a year. */
  validSeconds: z.int().optional(),
  idempotencyKey: idempotencyKeyInput,
});

const output = apiKeyView.extend({
  /** Only here and only now. */
  apiKey: z.string(),
  warning: z.string(),
});

/** For people only: a key that got lost must not make others that outlive it. */
export const createApiKey = procedureForPeople("viewer")
  .input(input)
  .output(output)
  .mutation(
    idempotent(async ({ ctx, input: wanted }) => {
      const { key, text } = await ctx.manage.apiKeys.create({ ...wanted, maker: { id: ctx.person.id } });
      return { ...toApiKeyView(key), apiKey: text, warning: "Keep the key now: it is not shown again." };
    }),
  );
