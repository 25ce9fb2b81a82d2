import { epochSeconds } from "@sallyport/core";
import { z } from "zod";
import { idInput } from "../../views/id.ts";
import { procedureForPrograms } from "../trpc.ts";
import { continuation, interactionIdInput } from "./ids.ts";

const input = z.strictObject({
  interactionId: interactionIdInput,
  /** Whom the front end has signed in. */
  userId: idInput,
  /** When it did. */
  authenticatedAt: z.date(),
  /** Those that the person allows, of those shown. */
  scopes: z.array(z.string().min(1).max(255)).max(200),
});

/** The person allows it. Nothing has happened until the browser has come to `continueUrl`. */
export const approveInteraction = procedureForPrograms("operator")
  .input(input)
  .output(continuation)
  .mutation(async ({ ctx, input: { interactionId, authenticatedAt, ...rest } }) => ({
    continueUrl: await ctx.manage.frontEnd.approve(interactionId, {
      ...rest,
      authenticatedAt: epochSeconds(Math.floor(authenticatedAt.getTime() / 1000)),
      role: ctx.role,
    }),
  }));
