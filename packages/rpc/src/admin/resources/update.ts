import { z } from "zod";
import { present } from "../../views/present.ts";
import { procedureFor } from "../trpc.ts";
import { resourceView, scopeView, toResourceView } from "../../views/resource-view.ts";

/** What is absent stays; null takes away what can be absent. The URI is what tokens are for, so it stays. */
const input = z.strictObject({
  uri: z.string().min(1).max(2048),
  version: z.int().min(1),
  name: z.string().min(1).max(255).nullish(),
  /** All of them: words, who may grant them, whether they are advertised. */
  scopes: z.array(scopeView).max(100).optional(),
  tokenFormat: z.enum(["opaque"]).nullish(),
  accessTokenTtlSeconds: z.int().min(60).max(3600).nullish(),
  isPrivate: z.boolean().optional(),
});

export const updateResource = procedureFor("operator")
  .input(input)
  .output(resourceView)
  .mutation(async ({ ctx, input: { uri, scopes, ...rest } }) =>
    toResourceView(await ctx.manage.resources.update(uri, { ...rest, scopes: scopes?.map(present) })),
  );
