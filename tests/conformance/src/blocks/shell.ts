import { spawnSync } from "node:child_process";

/** What the shell dislikes about a script, if anything. */
export function faultOf(script: string): string | undefined {
  const { status, stderr } = spawnSync("/bin/sh", ["-n", "-c", script], { encoding: "utf8" });
  return status === 0 ? undefined : stderr.trim();
}

/**
 * The commands of a script, one after the other, each with all its lines.
 * @throws Error when the last one does not end
 */
export function commandsIn(script: string): string[] {
  const commands: string[] = [];
  let text = "";
  for (const line of script.trimEnd().split("\n")) {
    text += `${line}\n`;
    if (!isWhole(text)) continue;
    if (hasCommand(text)) commands.push(text.trimEnd());
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
