import { run } from "./child.ts";

const deadlineMs = 180_000;

/** Once before the tests that are run against it; nothing is done when it is the same as at the last time. */
export async function setup(): Promise<void> {
  const args = ["apps/sallyport/release/build-binary.mjs", "--out", "dist/sallyport", "--if-changed"];
  const { code, stderr } = await run({ args, deadlineMs });
  if (code !== 0) throw new Error(stderr);
}
