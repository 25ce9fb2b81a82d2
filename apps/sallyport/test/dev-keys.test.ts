import { describe, expect, it, vi } from "vitest";
import { copyByTerminal } from "../src/terminal/clipboard.ts";
import { type KeyActions, listenToKeys } from "../src/dev/runtime/keys.ts";
import { createReadableLog } from "../src/terminal/log.ts";
import { leavePlain, type Paint } from "../src/terminal/paint.ts";

describe("keys in a terminal", () => {
  function press(keys: string) {
    const done: string[] = [];
    const note = (what: string) => () => void done.push(what);
    const actions: KeyActions = {
      quit: note("quit"),
      openConsole: note("open"),
      copyToken: note("token"),
      interrupt: note("interrupt"),
    };
    const raw: boolean[] = [];
    listenToKeys(
      { setRawMode: (is) => void raw.push(is), on: (_event, listener) => listener(Buffer.from(keys)) },
      actions,
    );
    return { done, raw };
  }

  it.each([
    ["q", ["quit"]],
    ["o", ["open"]],
    ["t", ["token"]],
    ["\u0003", ["interrupt"]],
    ["\u0004", ["quit"]],
    ["to", ["token", "open"]],
    ["xQ\u001B[A", []],
  ])("[dev:K1] %j does %j", (keys, expected) => {
    expect(press(keys)).toEqual({ done: expected, raw: [true] });
  });
});

it("[dev:K1] a terminal is asked to copy by OSC 52, in base64 and nothing else", () => {
  expect(copyByTerminal("TOKEN é")).toBe("\u001B]52;c;VE9LRU4gw6k=\u0007");
});

describe("the log for a person", () => {
  const refused = { method: "POST", route: "token", status: 400, durationMs: 3, error: "invalid_grant" };
  const why = { reason: "code_replayed", flowId: "f1" };

  function written(paint: Paint): string {
    const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    try {
      createReadableLog("info", paint).info({ ...refused, ...why }, "request");
      return String(write.mock.calls[0]?.[0]).replace(/\d\d:\d\d:\d\d/, "TIME");
    } finally {
      write.mockRestore();
    }
  }

  it("[dev:K1] has one line a request, with flow and reason", () => {
    const line = "TIME POST token 400 3 ms  error=invalid_grant reason=code_replayed flowId=f1\n";
    expect(written(leavePlain)).toBe(line);
  });

  it("[dev:K1] marks outcome, reason and flow where colours are wanted", () => {
    const mark: Paint = (style, text) => (style === "dim" ? text : `<${style}>${text}`);
    const fields = "<yellow>error=invalid_grant <yellow>reason=code_replayed <cyan>flowId=f1";
    expect(written(mark)).toBe(`TIME POST token <yellow>400 3 ms  ${fields}\n`);
  });
});
