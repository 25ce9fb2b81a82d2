import { z } from "zod";
import { idInput } from "../../views/id.ts";
import { listInput, pageOutput, toDate, toPageView } from "../../views/page.ts";
import { present } from "../../views/present.ts";
import { procedureFor } from "../trpc.ts";

const input = listInput(["created"]).extend({ userId: idInput.optional(), clientId: idInput.optional() });

const consentView = z.strictObject({
  userId: z.string(),
  userEmail: z.string().optional(),
  clientId: z.string(),
  clientName: z.string().optional(),
  grantedScopes: z.array(z.string()),
  resources: z.array(z.string()),
  /** Where the answer went. */
  redirectUri: z.string(),
  grantedAt: z.date(),
  updatedAt: z.date(),
  expiresAt: z.date(),
});

/** What was allowed last comes first, unless asked otherwise. */
export const listConsents = procedureFor("viewer")
  .input(input.prefault({}))
  .output(pageOutput(consentView))
  .query(async ({ ctx, input: wanted }) =>
    toPageView(await ctx.manage.consents.list(present(wanted)), ({ scopes, resources, ...consent }) =>
      present({
        ...consent,
        userEmail: consent.userEmail,
        clientName: consent.clientName,
        grantedScopes: [...scopes],
        resources: resources === "" ? [] : resources.split(" "),
        grantedAt: toDate(consent.grantedAt),
        updatedAt: toDate(consent.updatedAt),
        expiresAt: toDate(consent.expiresAt),
      }),
    ),
  );
