import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { bombs } from "./bombs.ts";
import { png } from "./samples.ts";

const folder = mkdtempSync(join(tmpdir(), "sallyport-images-"));
const script = fileURLToPath(new URL("draw-file.ts", import.meta.url));
const megabyte = 1024 * 1024;

const outcome = z.object({ kind: z.string(), reason: z.string().optional(), peakBytes: z.number() });

function drawInChild(bytes: Buffer): z.infer<typeof outcome> {
  const file = join(folder, "image");
  writeFileSync(file, bytes);
  const child = spawnSync(process.execPath, [script, file], { encoding: "utf8" });
  expect(child.stderr).toBe("");
  return outcome.parse(JSON.parse(child.stdout));
}

afterAll(() => rmSync(folder, { recursive: true }));

describe("an image that is small outside and large inside", { timeout: 30_000 }, () => {
  let usual = 0;
  beforeAll(() => void (usual = drawInChild(png()).peakBytes));

  it.each(Object.keys(bombs))("[attack:A160 security:S1] takes no more than 64 MB beyond a usual image: %s", (name) => {
    const made = bombs[name];
    expect(made).toBeDefined();
    const { peakBytes } = drawInChild(made?.() ?? Buffer.alloc(0));
    expect((peakBytes - usual) / megabyte).toBeLessThan(64);
  });

  it("[attack:A160 security:S1] the largest that is drawn fits in what the codec may use", () => {
    const largest = drawInChild(png({ width: 2000, height: 2000 }));
    expect(largest).toMatchObject({ kind: "redrawn" });
    expect((largest.peakBytes - usual) / megabyte).toBeLessThan(200);
  });
});
