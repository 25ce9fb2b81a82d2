import { epochSeconds } from "@sallyport/core";
import { z } from "zod";

/** An instant on the command line: `2026-02-03` or `2026-02-03T04:05:06Z`; a day begins in UTC. */
export const instant = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], "must be a day, 2026-02-03, or a time, 2026-02-03T04:05:06Z")
  .transform((text) => epochSeconds(Math.ceil(new Date(text).getTime() / 1000)))
  .optional();
