/** Milliseconds of repeated calls. */
export interface Timing {
  median: number;
  p95: number;
  /** On the processor, all threads of this process, on average. */
  cpu: number;
}

/** Runs `call` some times for warmth, then `times` times, one after the other. */
export async function measure(times: number, call: () => Promise<unknown>): Promise<Timing> {
  for (let round = 0; round < 3; round += 1) await call();
  const taken: number[] = [];
  const before = process.cpuUsage();
  for (let round = 0; round < times; round += 1) taken.push(await timeOf(call));
  const { user, system } = process.cpuUsage(before);
  taken.sort((a, b) => a - b);
  const at = (share: number): number => taken[Math.min(times - 1, Math.floor(times * share))] ?? 0;
  return { median: at(0.5), p95: at(0.95), cpu: (user + system) / 1000 / times };
}

/** How long one call takes, in milliseconds. */
export async function timeOf(call: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await call();
  return performance.now() - began;
}
