import { z } from "zod";

const toolAnswer = z.object({ content: z.tuple([z.object({ type: z.literal("text"), text: z.string() })]) });

/** The one text that a tool of the demo answers. */
export function textOf(answer: unknown): string {
  return toolAnswer.parse(answer).content[0].text;
}
