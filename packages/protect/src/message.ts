import { visit } from "jsonc-parser";
import { z } from "zod";

/** A body of JSON-RPC. */
export interface Message {
  readonly value: unknown;
  /** What was judged, as it was written. */
  readonly text: string;
}

const readNames = ["jsonrpc", "id", "method", "params", "name", "uri"];
const folded = new Map(readNames.map((name) => [fold(name), name]));
const objectSchema = z.record(z.string(), z.unknown());

/**
 * The message in `bytes`; undefined when there is none, or different parsers would read different ones: JSON parsers
 * disagree about members that come twice, and some take `Method` for `method`.
 */
export function readMessage(bytes: Uint8Array): Message | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    return isClear(value) && !hasTwins(text) ? { value, text } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether an object anywhere in valid JSON has two members of one name.
 * @throws RangeError when it is nested too deeply
 */
function hasTwins(text: string): boolean {
  const open: Set<string>[] = [];
  let isFound = false;
  visit(text, {
    onObjectBegin: () => void open.push(new Set()),
    onObjectEnd: () => void open.pop(),
    onObjectProperty(name) {
      const names = open.at(-1);
      isFound ||= names?.has(name) === true;
      names?.add(name);
    },
  });
  return isFound;
}

function isClear(value: unknown): boolean {
  const messages: readonly unknown[] = Array.isArray(value) ? value : [value];
  return messages.every((message) => {
    const members = objectSchema.safeParse(message);
    return !members.success || (hasClearNames(members.data) && hasClearNames(members.data["params"]));
  });
}

function hasClearNames(members: unknown): boolean {
  const parsed = objectSchema.safeParse(members);
  if (!parsed.success) return true;
  return Object.keys(parsed.data).every((name) => (folded.get(fold(name)) ?? name) === name);
}

/** As the parsers do that ignore case: they also take the long s and the Kelvin sign for letters. */
function fold(name: string): string {
  return name.toUpperCase().toLowerCase();
}
