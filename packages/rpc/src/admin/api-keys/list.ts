import { listInput, pageOutput, toPageView } from "../../views/page.ts";
import { present } from "../../views/present.ts";
import { procedureFor } from "../trpc.ts";
import { apiKeyView, toApiKeyView } from "../../views/api-key-view.ts";

/** Newest first: everybody's for owners, for others their own. */
export const listApiKeys = procedureFor("viewer")
  .input(listInput(["created"]).prefault({}))
  .output(pageOutput(apiKeyView))
  .query(async ({ ctx, input: wanted }) => {
    const whose = ctx.role === "owner" ? {} : { makerId: ctx.person.id };
    return toPageView(await ctx.manage.apiKeys.list({ ...present(wanted), ...whose }), toApiKeyView);
  });
