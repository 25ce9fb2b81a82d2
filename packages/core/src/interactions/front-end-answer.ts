import { z } from "zod";
import type { Context } from "../context.ts";
import { InteractionError } from "../errors.ts";
import { seal, tryOpen } from "../secret.ts";
import type { Interaction } from "../ports/store.ts";
import { after, epochSeconds, isExpired } from "../time.ts";
import { endpointUrls } from "../urls.ts";
import { detailOf } from "./interactions.ts";

const seconds = z.int().nonnegative().transform(epochSeconds);
const answerSchema = z.discriminatedUnion("decision", [
  z.object({
    decision: z.literal("approve"),
    userId: z.string(),
    userEpoch: z.number(),
    scopes: z.array(z.string()).readonly(),
    authenticatedAt: seconds,
  }),
  z.object({ decision: z.literal("deny") }),
]);
/** Ties the answer to one interaction. */
const boxSchema = z.object({ interactionId: z.string(), expiresAt: seconds, answer: answerSchema });

/** What a person decided on the pages of an external front end. */
export type FrontEndAnswer = z.infer<typeof answerSchema>;

const sealPurpose = "interaction-answer";
/** The browser is already there and waits. */
const ttlSeconds = 120;

/**
 * The address at which the browser that began the interaction takes the answer. Nothing is stored: the
 * interaction ends with the first answer that is taken, and until then nothing happened.
 */
export function continuationUrl(context: Context, interactionId: string, answer: FrontEndAnswer): string {
  const box = { interactionId, expiresAt: after(context.clock.now(), ttlSeconds), answer };
  const sealed = seal(context.masterKey, { purpose: sealPurpose, plain: JSON.stringify(box) }, context.random);
  return `${endpointUrls(context.config).interaction}/${interactionId}/continue?answer=${sealed}`;
}

/** @throws InteractionError when the text is no answer to this interaction, or an old one */
export function readContinuation(context: Context, interaction: Interaction, sealed: string): FrontEndAnswer {
  const plain = tryOpen(context.masterKey, { purpose: sealPurpose, sealed });
  const box = plain === undefined ? undefined : boxSchema.parse(JSON.parse(plain));
  const isGood = box?.interactionId === interaction.id && !isExpired(box.expiresAt, context.clock.now());
  if (!isGood) throw new InteractionError("other_answer", detailOf(interaction));
  return box.answer;
}
