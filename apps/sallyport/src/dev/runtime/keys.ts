import { readFileSync } from "node:fs";

/** Of standard input, what is needed. */
export interface KeySource {
  setRawMode(raw: boolean): unknown;
  on(event: "data", listener: (data: Buffer) => void): unknown;
}

export interface KeyActions {
  /** Ends the program as a signal would. */
  quit: () => void;
  openConsole: () => void;
  copyToken: () => void;
  /** As the terminal would by itself: raw mode keeps it from that. */
  interrupt: () => void;
}

export const keyHelp = "Keys: q quit, o open the console, t copy a new access token.";

/** Without raw mode, keys would wait for Enter. */
export function listenToKeys(source: KeySource, actions: KeyActions): void {
  const { quit, openConsole, copyToken, interrupt } = actions;
  const meanings: Readonly<Record<string, () => void>> = {
    q: quit,
    o: openConsole,
    t: copyToken,
    "\u0003": interrupt,
    "\u0004": quit,
  };
  source.setRawMode(true);
  source.on("data", (data) => {
    for (const key of data.toString("utf8")) if (Object.hasOwn(meanings, key)) meanings[key]?.();
  });
}

/** A program in the background that touches its terminal is stopped. */
export function isInForeground(): boolean {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return false;
  try {
    // Behind the name, which may hold anything: state, parent, group, session, terminal, the terminal's group.
    const [, , group, , , terminalGroup] = readFileSync("/proc/self/stat", "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return group === terminalGroup;
  } catch {
    return true;
  }
}
