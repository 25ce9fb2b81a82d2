import { z } from "zod";
import type { ClockView } from "../runtime/clock.ts";
import type { ControlContext } from "./control-context.ts";

const tenYears = 315_360_000;
const day = 86_400;

export const clockInputs = {
  advance: z.strictObject({ seconds: z.int().min(1).max(tenYears) }),
  skew: z.strictObject({ seconds: z.int().min(-day).max(day) }),
};

export const clockView = z.object({
  now: z.int().describe("Of the authorization server, in seconds since 1970"),
  time: z.string().describe("The same as people write it (RFC 3339)"),
  isFrozen: z.boolean(),
  movedSeconds: z.int().describe("How far it was moved from this machine's clock, without the skew"),
  skewSeconds: z.int().describe("How far the authorization server is ahead of the demo"),
});

/** What a move makes due is done before the answer: keys are announced and retired, rows end. */
async function settle({ clock, provider }: ControlContext): Promise<ClockView> {
  await provider().maintain();
  return clock.view();
}

export const controlClock = {
  async advance(control: ControlContext, { seconds }: { seconds: number }): Promise<ClockView> {
    control.clock.advance(seconds);
    return await settle(control);
  },
  async freeze(control: ControlContext): Promise<ClockView> {
    control.clock.freeze();
    return await settle(control);
  },
  async resume(control: ControlContext): Promise<ClockView> {
    control.clock.resume();
    return await settle(control);
  },
  async skew(control: ControlContext, { seconds }: { seconds: number }): Promise<ClockView> {
    control.clock.skew(seconds);
    return await settle(control);
  },
};
