import { z } from "zod";
import { procedureFor } from "../trpc.ts";
import { resourceView, scopeView, toResourceView } from "./resource-view.ts";

const input = z.strictObject({
  uri: z.string().min(1).max(2048),
  name: z.string().min(1).max(255).optional(),
  scopes: z.array(scopeView).max(100).default([]),
});

export const createResource = procedureFor("operator")
  .input(input)
  .output(resourceView)
  .mutation(async ({ ctx, input: { uri, name, scopes } }) => {
    const known = scopes.map(({ name: scope, description, roles }) => ({
      name: scope,
      ...(description === undefined ? {} : { description }),
      ...(roles === undefined ? {} : { roles }),
    }));
    return toResourceView(await ctx.provider.manage.resources.create({ uri, name, scopes: known }));
  });
