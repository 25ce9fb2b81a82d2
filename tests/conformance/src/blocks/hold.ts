import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { faultInCi, faultInMeasurement } from "./checkout-scripts.ts";
import { faultElsewhere } from "./elsewhere.ts";
import { isExcerpt } from "./excerpts.ts";
import { giveFiles } from "./given.ts";
import type { Block, Way } from "./page.ts";
import { openPlace } from "./place.ts";
import { choosePorts } from "./ports.ts";
import { openServers } from "./servers.ts";
import { faultOf } from "./shell.ts";
import { runScript, runSession, type Terminal } from "./terminal.ts";
import { faultInText } from "./texts.ts";

/** A page while its blocks are held, one after the other. */
interface Walk extends Terminal {
  readonly blocks: readonly Block[];
}

/**
 * Runs and checks the blocks of a page in their order, all but what the compiler says.
 * @param root a folder below which everything may be written, and packages are found
 * @throws Error with the place of the block that is wrong
 */
export async function holdBlocks(blocks: readonly Block[], root: string): Promise<void> {
  const text = blocks.map((block) => block.text).join("\n");
  const place = openPlace(mkdtempSync(join(root, "page-")), await choosePorts(text));
  await using servers = openServers(place);
  const walk = { blocks, place, servers, said: new Map<string, string>() };
  for (const block of blocks) await locate(block, hold(block, walk));
}

/** What goes wrong is said with its place. */
async function locate(block: Block, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${block.page}:${block.line}: ${why}`);
  }
}

const checks: Partial<Record<Way, (text: string) => string | undefined>> = {
  excerpt: (text) => (isExcerpt(text) ? undefined : "no source or test has these lines in a row"),
  elsewhere: (text) => faultOf(text) ?? faultElsewhere(text),
  measure: (text) => faultOf(text) ?? faultInMeasurement(text),
  ci: (text) => faultOf(text) ?? faultInCi(text),
};

async function hold(block: Block, walk: Walk): Promise<void> {
  const { language, way, text } = block;
  const fault = checks[way]?.(text) ?? faultInText(language, text);
  if (fault !== undefined) throw new Error(fault);
  if (way === "elsewhere") giveFiles(walk.place.folder, block, walk.blocks);
  else if (way === "plain" || way === "server") await play(block, walk);
}

async function play({ language, way, text, file }: Block, walk: Walk): Promise<void> {
  if (language === "sh") await runScript(text, walk, way === "server");
  if (language === "console") await runSession(text, walk, way === "server");
  if (file !== undefined) walk.place.write(file, text);
}
