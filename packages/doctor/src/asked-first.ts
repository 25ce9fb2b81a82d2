import { documentOf } from "./answer.ts";
import type { Probe } from "./evidence.ts";

/** Whether a client comes to the place before it has found a document; all places, when there is none. */
export function isAskedFirst(probe: Probe, places: readonly Probe[]): boolean {
  const found = places.findIndex(({ answer }) => documentOf(answer) !== undefined);
  return found === -1 || places.indexOf(probe) < found;
}
