/** Runs at most `atOnce` works at one time; of those that come meanwhile, `waiting` wait and the rest are refused. */
export interface Turns {
  run<Result>(work: () => Promise<Result>): Promise<Result | "busy">;
}

export function createTurns(limits: { atOnce: number; waiting: number }): Turns {
  const waiting: (() => void)[] = [];
  let running = 0;
  return {
    async run(work) {
      if (running < limits.atOnce) running += 1;
      else if (waiting.length >= limits.waiting) return "busy";
      // Whoever ends hands its place on, so `running` stays as it is.
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next === undefined) running -= 1;
        else next();
      }
    },
  };
}
