import { z } from "zod";

declare global {
  interface JSON {
    /** Node has it; TypeScript does not know it yet. */
    rawJSON(text: string): unknown;
  }
}

/** A body of JSON-RPC. */
export interface Message {
  readonly value: unknown;
  /** The same, written anew: who reads it finds what was judged, and nothing else. */
  readonly text: string;
}

const readNames = ["jsonrpc", "id", "method", "params", "name", "uri"];
const folded = new Map(readNames.map((name) => [fold(name), name]));
const objectSchema = z.record(z.string(), z.unknown());

/**
 * The message in `bytes`; undefined when there is none, or different parsers would read different ones. JSON parsers
 * disagree about members that come twice, and some take `Method` for `method`: what stands twice is written once,
 * and what differs only in case is refused.
 */
export function readMessage(bytes: Uint8Array): Message | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    // Numbers stay as they were written: an id or argument may be longer than a double.
    const value: unknown = JSON.parse(text, (...[, one, context]: [string, unknown, { source: string }?]) =>
      typeof one === "number" && context !== undefined ? JSON.rawJSON(context.source) : one,
    );
    return isClear(value) ? { value, text: JSON.stringify(value) } : undefined;
  } catch {
    return undefined;
  }
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
