import { ManagementError, StoreUnavailableError } from "@sallyport/core/errors";
import { Failure, hasCode } from "./failure.ts";

const colour = String.raw`\u001B\[[\d;]*m`;
/** Colours (the control sequence that ends with `m`), line feeds and tabs; every other control character is a risk. */
const allowedControls = new RegExp(String.raw`^(${colour}|[\n\t])$`, "u");
/** Controls, and marks that turn the direction of a line (Unicode Bidirectional Algorithm, section 2). */
const controls = new RegExp(String.raw`${colour}|[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]`, "gu");

/** Results go to stdout, everything else to stderr. Control characters of strangers stay out of the terminal. */
export function print(text: string): void {
  process.stdout.write(`${harmless(text)}\n`);
}

function harmless(text: string): string {
  return text.replaceAll(controls, (control) => (allowedControls.test(control) ? control : ""));
}

export function printJson(value: unknown): void {
  const escape = (control: string): string => `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`;
  process.stdout.write(`${JSON.stringify(value).replaceAll(controls, escape)}\n`);
}

/** `sallyport clients list | head -1`: who reads no further wants no more, and that is no failure. */
export function endWithReader(): void {
  let isGone = false;
  process.stdout.on("error", (error) => {
    if (!hasReaderGone(error)) throw error;
    if (isGone) return;
    isGone = true;
    // What would run on is stopped as by a signal; anything else ends by itself, with its own exit code.
    if (process.listenerCount("SIGTERM") > 0) process.kill(process.pid, "SIGTERM");
  });
}

/** Whether it says that nobody reads what the program writes any more. */
export function hasReaderGone(error: unknown): boolean {
  return hasCode(error, "EPIPE") || hasCode(error, "ERR_STREAM_DESTROYED");
}

/** Columns as wide as their widest cell. */
export function formatTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? "").length)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** Text of strangers, without what would steer the terminal or turn the line around. */
export function clean(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]/gu, "");
}

/** For people and for programs: `2026-02-03T04:05:06Z`. */
export function formatTime(epochSeconds: number): string {
  return new Date(epochSeconds * 1000).toISOString().replace(".000", "");
}

/** Shows why the program ends, in one line. @returns the exit code */
export function reportFailure(error: unknown, json: boolean): number {
  const failure = toFailure(error);
  process.stderr.write(`sallyport: ${clean(failure.message.replaceAll(/\s*\n\s*/g, " "))}\n`);
  const { code, message, field } = failure;
  if (json && !failure.isReported) printJson({ error: { code, message, ...(field === undefined ? {} : { field }) } });
  return failure.exitCode;
}

function toFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof ManagementError) {
    const more = error.code === "invalid_input" ? { usage: true, field: error.field } : { field: error.field };
    return new Failure(error.code, error.message, more);
  }
  if (error instanceof StoreUnavailableError) return new Failure("store_unavailable", error.message);
  if (error instanceof Error && error.name === "DatabaseRefusedError") {
    return new Failure("database_refused", error.message);
  }
  if (process.env["SALLYPORT_DEBUG"] !== undefined) console.error(error);
  const reason = error instanceof Error ? error.message : String(error);
  return new Failure("internal", `this is a bug of Sallyport: ${reason} (SALLYPORT_DEBUG=1 shows where)`);
}
