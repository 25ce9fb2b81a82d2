import { z } from "zod";
import { idInput } from "../../views/id.ts";
import { toDate } from "../../views/page.ts";
import { present } from "../../views/present.ts";
import { procedureForPrograms } from "../trpc.ts";
import { interactionIdInput } from "./ids.ts";

const output = z.strictObject({
  client: z.strictObject({
    clientId: z.string(),
    clientName: z.string(),
    clientDescription: z.string().optional(),
    /** It registered itself: nobody has checked who it is. */
    isUnverified: z.boolean(),
    /** The host of the document that describes it, which vouches for its name. */
    documentHost: z.string().optional(),
    clientUri: z.string().optional(),
  }),
  /** Where the answer goes: show its host. */
  redirectUri: z.string(),
  /** A program on some machine gets the answer: warn of it. */
  isLoopback: z.boolean(),
  /** A device elsewhere gets the access: ask whether it shows this code. */
  userCode: z.string().optional(),
  scopes: z.array(z.strictObject({ name: z.string(), description: z.string().optional(), isNew: z.boolean() })),
  resources: z.array(z.strictObject({ uri: z.string(), resourceName: z.string().optional() })),
  /** Whether the person has allowed this client something before. */
  isReturning: z.boolean(),
  /** False: what the person allowed before covers all of it, so that they need not be asked again. */
  mustAsk: z.boolean(),
  /** Whom the client expects. */
  loginHint: z.string().optional(),
  /** The person must have signed in since then; absent: any time will do. */
  signedInSince: z.date().optional(),
  expiresAt: z.date(),
});

/** What a person is asked, for the page of an external front end; with `userId`, what this person can grant. */
export const getInteraction = procedureForPrograms("operator")
  .input(z.strictObject({ interactionId: interactionIdInput, userId: idInput.optional() }))
  .output(output)
  .query(async ({ ctx, input }) => {
    const view = await ctx.manage.frontEnd.get(input.interactionId, input.userId);
    const { client, scopes, resources, signedInSince, expiresAt, userCode, loginHint } = view;
    return present({
      client: present({
        clientId: client.id,
        clientName: client.name,
        clientDescription: client.description,
        isUnverified: client.isUnverified,
        documentHost: client.documentHost,
        clientUri: client.clientUri,
      }),
      redirectUri: view.redirectUri,
      isLoopback: view.isLoopback,
      userCode,
      scopes: scopes.map((scope) => present({ ...scope, description: scope.description })),
      resources: resources.map(({ uri, name }) => present({ uri, resourceName: name })),
      isReturning: view.isReturning,
      mustAsk: view.mustAsk,
      loginHint,
      signedInSince: signedInSince === undefined ? undefined : toDate(signedInSince),
      expiresAt: toDate(expiresAt),
    });
  });
