import { z } from "zod";
import type { ClockView } from "../runtime/clock.ts";
import type { World } from "./world.ts";

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
async function settle({ clock, provider }: World): Promise<ClockView> {
  await provider().maintain();
  return clock.view();
}

export const controlClock = {
  async advance(world: World, { seconds }: { seconds: number }): Promise<ClockView> {
    world.clock.advance(seconds);
    return await settle(world);
  },
  async freeze(world: World): Promise<ClockView> {
    world.clock.freeze();
    return await settle(world);
  },
  async resume(world: World): Promise<ClockView> {
    world.clock.resume();
    return await settle(world);
  },
  async skew(world: World, { seconds }: { seconds: number }): Promise<ClockView> {
    world.clock.skew(seconds);
    return await settle(world);
  },
};
