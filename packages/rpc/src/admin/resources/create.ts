import { z } from "zod";
import { present } from "../../views/present.ts";
import { idempotencyKeyInput, idempotent } from "../idempotent.ts";
import { procedureFor } from "../trpc.ts";
import { resourceView, scopeView, toResourceView } from "../../views/resource-view.ts";

const input = z.strictObject({
  uri: z.string().min(1).max(2048),
  name: z.string().min(1).max(255).optional(),
  scopes: z.array(scopeView).max(100).default([]),
  /** `opaque`: it asks about each token instead of verifying it. */
  tokenFormat: z.enum(["opaque"]).optional(),
  accessTokenTtlSeconds: z.int().min(60).max(3600).optional(),
  /** Only clients that an operator made for it may ask for it, and no metadata names it. */
  isPrivate: z.boolean().optional(),
  idempotencyKey: idempotencyKeyInput,
});

export const createResource = procedureFor("operator")
  .input(input)
  .output(resourceView)
  .mutation(
    idempotent(async ({ ctx, input: { scopes, ...rest } }) => {
      const known = scopes.map(present);
      return toResourceView(await ctx.manage.resources.create({ ...rest, scopes: known }));
    }),
  );
