import { z } from "zod";
import { procedureForPrograms } from "../trpc.ts";
import { continuation, interactionIdInput } from "./ids.ts";

/** The person does not allow it, or does not sign in. Nothing has happened until the browser has come to `continueUrl`. */
export const denyInteraction = procedureForPrograms("operator")
  .input(z.strictObject({ interactionId: interactionIdInput }))
  .output(continuation)
  .mutation(async ({ ctx, input }) => ({ continueUrl: await ctx.manage.frontEnd.deny(input.interactionId) }));
