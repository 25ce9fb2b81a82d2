import type { Command } from "commander";
import { z } from "zod";
import { print, printJson } from "../../terminal/output.ts";
import { type CommandModule, defineCommand } from "../define.ts";
import { addServerOption, mutate, query, server } from "./call.ts";

const view = z.object({
  now: z.number(),
  time: z.string(),
  isFrozen: z.boolean(),
  movedSeconds: z.number(),
  skewSeconds: z.number(),
});

function show(answer: unknown, json: boolean): void {
  if (json) return printJson(answer);
  const { time, isFrozen, movedSeconds, skewSeconds } = view.parse(answer);
  const notes = [
    ...(movedSeconds === 0 ? [] : [`${movedSeconds} seconds from this machine's clock`]),
    ...(skewSeconds === 0 ? [] : [`${skewSeconds} seconds of skew`]),
    ...(isFrozen ? ["frozen"] : []),
  ];
  print(notes.length === 0 ? time : `${time}  (${notes.join(", ")})`);
}

export const getClock = defineCommand({
  configure: addServerOption,
  examples: ["sallyport clock get"],
  input: z.strictObject({ server }),
  run: async ({ server: to }, json) => show(await query({ server: to, procedure: "clock.get" }), json),
});

const seconds = z
  .string()
  .regex(/^-?\d{1,9}$/, "must be a whole number of seconds")
  .transform(Number);

function moveBy(procedure: string, explanation: string, example: string): CommandModule {
  return defineCommand({
    configure(command: Command) {
      command.argument("<seconds>", explanation);
      addServerOption(command);
    },
    examples: [example],
    input: z.strictObject({ seconds, server }),
    run: async ({ seconds: by, server: to }, json) =>
      show(await mutate({ server: to, procedure, input: { seconds: by } }), json),
  });
}

function turn(procedure: string, example: string): CommandModule {
  return defineCommand({
    configure: addServerOption,
    examples: [example],
    input: z.strictObject({ server }),
    run: async ({ server: to }, json) => show(await mutate({ server: to, procedure }), json),
  });
}

export const advanceClock = moveBy(
  "clock.advance",
  "number of seconds to move the clock forward",
  "sallyport clock advance 3600",
);
export const skewClock = moveBy(
  "clock.skew",
  "seconds that the authorization server is ahead of the demo; 0 removes the skew; put -- before a negative number",
  "sallyport clock skew 30",
);
export const freezeClock = turn("clock.freeze", "sallyport clock freeze");
export const resumeClock = turn("clock.resume", "sallyport clock resume");
