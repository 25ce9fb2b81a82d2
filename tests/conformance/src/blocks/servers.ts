import type { Child } from "../child.ts";
import type { Place } from "./place.ts";
import { publicPort } from "./ports.ts";

/** What a page has started and not stopped. */
export interface Servers extends AsyncDisposable {
  /**
   * Starts a server and waits until it is ready: `find` is asked about each of its lines until it knows.
   * One of the page that would stand in its way is stopped before, as a reader would have to.
   */
  start<T>(command: string, find: (line: string) => T | undefined): Promise<T>;
}

export function openServers(place: Place): Servers {
  const running = new Map<string, Child>();
  return {
    async start(command, find) {
      const key = addressOf(command);
      await running.get(key)?.stop();
      const child = place.start(command);
      running.set(key, child);
      return await child.line(find);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...running.values()].map((child) => child.stop()));
    },
  };
}

/** Where it listens, as far as the command tells. */
function addressOf(command: string): string {
  if (!/\bsallyport\b|^npm start\b/m.test(command)) return command;
  return /--port[ =](\d+)/.exec(command)?.[1] ?? String(publicPort);
}

/** Whether a server says by this line that it is ready, or where it is. */
export function saysReady(line: string): true | undefined {
  return /\bready\b|\blistening\b|\bSallyport serves\b|^\{"issuer":|\bhttps?:\/\/\S+:\d/i.test(line) || undefined;
}
