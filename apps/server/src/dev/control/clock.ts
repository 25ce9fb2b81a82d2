import { z } from "zod";
import type { ClockView } from "../clock.ts";
import type { World } from "./world.ts";

const tenYears = 315_360_000;
const day = 86_400;

export const clockInputs = {
  advance: z.strictObject({ seconds: z.int().min(1).max(tenYears) }),
  skew: z.strictObject({ seconds: z.int().min(-day).max(day) }),
};

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
