import { type Clock, epochSeconds } from "@sallyport/core";

export const systemClock: Clock = { now: () => epochSeconds(Date.now() / 1000) };
