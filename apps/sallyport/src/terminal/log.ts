import type { CoreEvent } from "@sallyport/core";
import { leavePlain, type Paint, type Style } from "./paint.ts";

export const logLevels = ["debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

/** Members of one record: names and plain values, no request objects. */
export type LogFields = Readonly<Record<string, unknown>>;

export interface Log {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
  /** Waits a moment for what is not written yet; a reader that does not read is given up. */
  flush(): Promise<void>;
}

const maxHeldBytes = 4 * 1024 * 1024;
const flushMs = 500;

interface Sink {
  write: (line: string) => void;
  flush: () => Promise<void>;
}

/** Standard error. When nobody reads it, lines are lost rather than memory, time or the server. */
function openSink(): Sink {
  const { stderr } = process;
  stderr.on("error", () => {});
  return {
    write(line) {
      if (stderr.writableLength < maxHeldBytes) stderr.write(line);
    },
    async flush() {
      await new Promise<void>((resolve) => {
        setTimeout(resolve, flushMs);
        stderr.write("", () => resolve());
      });
    },
  };
}

/** Short lines for a person: `12:00:01 POST token 200 3 ms`. */
export function createReadableLog(level: LogLevel, paint: Paint = leavePlain): Log {
  const sink = openSink();
  const write =
    (at: LogLevel) =>
    (fields: LogFields, message: string): void => {
      if (logLevels.indexOf(at) < logLevels.indexOf(level)) return;
      const time = paint("dim", new Date().toTimeString().slice(0, 8));
      sink.write(`${time}${describeLevel(at, paint)} ${describeRecord({ fields, message }, paint)}\n`);
    };
  const { flush } = sink;
  return { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error"), flush };
}

function describeLevel(at: LogLevel, paint: Paint): string {
  if (at === "error") return paint("red", " error:");
  return at === "warn" ? paint("yellow", " warn:") : "";
}

/** Those that say why something was refused. */
const tellingFields = ["error", "reason", "errorId", "errorUri", "rule"];

function describeRecord({ fields, message }: { fields: LogFields; message: string }, paint: Paint): string {
  const { method, route, status, durationMs, requestId, address: _, ...rest } = fields;
  if (message !== "request") return message + describeFields(fields, paint);
  // The id is for the records that somebody will look for; the address is always this machine's.
  const more = Number(status) >= 500 ? { ...rest, requestId } : rest;
  const duration = typeof durationMs === "number" ? ` ${durationMs} ms` : "";
  const outcome = paint(styleOf(Number(status)), String(status));
  return `${String(method)} ${String(route)} ${outcome}${paint("dim", duration)}${describeFields(more, paint)}`;
}

function styleOf(status: number): Style {
  if (status >= 500) return "red";
  return status >= 400 ? "yellow" : "green";
}

function describeFields(fields: LogFields, paint: Paint): string {
  const parts = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [paint(styleOfField(name), `${name}=${describeValue(value)}`)],
  );
  return parts.length === 0 ? "" : `  ${parts.join(" ")}`;
}

function styleOfField(name: string): Style {
  if (name === "flowId") return "cyan";
  return tellingFields.includes(name) ? "yellow" : "dim";
}

function describeValue(value: unknown): string {
  const text = value instanceof Error ? (value.stack ?? value.message) : value;
  return typeof text === "string" && /^[\w.:/@+-]*$/.test(text) ? text : JSON.stringify(text);
}

/** JSON lines for machines. */
export async function createJsonLog(level: LogLevel): Promise<Log> {
  const { pino, stdSerializers } = await import("pino");
  const sink = openSink();
  const log = pino({ level, base: null, serializers: { cause: stdSerializers.err } }, sink);
  return {
    debug: (fields, message) => log.debug(fields, message),
    info: (fields, message) => log.info(fields, message),
    warn: (fields, message) => log.warn(fields, message),
    error: (fields, message) => log.error(fields, message),
    flush: sink.flush,
  };
}

/** Events that an operator should look at. */
const alarming: readonly CoreEvent["type"][] = [
  "client.authentication_failed",
  "sign_in.failed",
  "code.replayed",
  "refresh_token.reused",
];

export function logEvent(log: Log, event: CoreEvent): void {
  const { type, ...fields } = event;
  if (alarming.includes(type)) log.warn(fields, type);
  else log.info(fields, type);
}
