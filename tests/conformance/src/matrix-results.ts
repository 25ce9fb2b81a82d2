import { mkdir, writeFile } from "node:fs/promises";
import type { Way } from "@sallyport/profiles";
import type { MatrixCell } from "@sallyport/fixtures";

/** One thing that a run has proven. */
export interface Proven {
  readonly profile: string;
  readonly way: Way;
  readonly cell: MatrixCell;
}

/** Keeps what a run has proven for `npm run clients-doc`. */
export async function keepResults(proven: readonly Proven[]): Promise<void> {
  const folder = new URL("../.results/", import.meta.url);
  await mkdir(folder, { recursive: true });
  await writeFile(new URL("clients.json", folder), `${JSON.stringify(proven, undefined, 2)}\n`);
}
