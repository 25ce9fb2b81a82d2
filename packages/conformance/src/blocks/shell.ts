import { spawnSync } from "node:child_process";

/** A command as somebody types it, with all its lines. */
export interface Typed {
  readonly text: string;
  /** Of its first line in the block; the first is 0. */
  readonly offset: number;
}

/** What the shell dislikes about a script, if anything. */
export function faultOf(script: string): string | undefined {
  const { status, stderr } = spawnSync("/bin/sh", ["-n", "-c", script], { encoding: "utf8" });
  return status === 0 ? undefined : stderr.trim();
}

/**
 * The commands of a script, one after the other.
 * @throws Error when the last one does not end
 */
export function commandsIn(script: string): readonly Typed[] {
  const commands: Typed[] = [];
  let text = "";
  let offset = 0;
  for (const [index, line] of script.trimEnd().split("\n").entries()) {
    if (text === "") offset = index;
    text += `${line}\n`;
    if (!isWhole(text)) continue;
    if (hasCommand(text)) commands.push({ text: text.trimEnd(), offset });
    text = "";
  }
  if (text !== "") throw new Error(faultOf(text) ?? `this does not end: ${text}`);
  return commands;
}

function isWhole(text: string): boolean {
  const endsInMidLine = /(^|[^\\])(\\\\)*\\\n$/.test(text);
  return !endsInMidLine && !hasOpenDocument(text) && faultOf(text) === undefined;
}

/** Shells take a here-document that is cut off. */
function hasOpenDocument(text: string): boolean {
  return [...text.matchAll(/<<-?\s*(['"]?)(\w+)\1/g)].some(
    (opening) => !new RegExp(`\\n\\t*${opening[2]}\\n`).test(text.slice(opening.index)),
  );
}

function hasCommand(text: string): boolean {
  return text.split("\n").some((line) => !/^\s*(#|$)/.test(line));
}
