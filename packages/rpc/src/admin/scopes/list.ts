import { z } from "zod";
import { present } from "../../views/present.ts";
import { scopeView } from "../../views/resource-view.ts";
import { procedureFor } from "../trpc.ts";

const output = z.strictObject({
  /** `resourceUri` absent: the server's own. Those of resources are changed by `resources.update`. */
  items: z.array(scopeView.extend({ resourceUri: z.string().optional() })),
});

/** Every scope that clients can ask for: there are few. */
export const listScopes = procedureFor("viewer")
  .output(output)
  .query(async ({ ctx }) => ({
    items: (await ctx.manage.scopes.list()).map(({ roles, ...scope }) =>
      present({ ...scope, roles: roles && [...roles] }),
    ),
  }));
