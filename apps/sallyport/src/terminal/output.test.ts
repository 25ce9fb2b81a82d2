import { afterEach, describe, expect, it, vi } from "vitest";
import { print, printJson, reportFailure } from "./output.ts";
import { Failure } from "./failure.ts";

const written: string[] = [];
function catchOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, "write").mockImplementation((text) => written.push(String(text)) > 0);
  }
}

afterEach(() => {
  vi.restoreAllMocks();
  written.length = 0;
});

const hostile = "a\u001B]0;title\u0007b\u001B[2Jc\u009B31md\u202Ee\u2066f\rg";

describe("output on a terminal", () => {
  it("[security:S7] keeps lines, tabs and colours, and drops what else would steer the terminal", () => {
    catchOutput();
    print(`\u001B[32mgood\u001B[0m\tline\n${hostile}`);
    expect(written).toEqual(["\u001B[32mgood\u001B[0m\tline\na]0;titleb[2Jc31mdefg\n"]);
  });

  it("[security:S7] has JSON whole, with every control character escaped", () => {
    catchOutput();
    printJson({ hostile });
    expect(written.join("")).toMatch(/^[\x20-\x7e]+\n$/);
    expect(JSON.parse(written.join(""))).toEqual({ hostile });
  });

  it("[security:S7] says why the program ends without what would steer the terminal", () => {
    catchOutput();
    expect(reportFailure(new Failure("no_token", hostile), false)).toBe(1);
    expect(written.join("")).toMatch(/^sallyport: [\x20-\x7e]+\n$/);
  });
});
