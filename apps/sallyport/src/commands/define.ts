import { type Command, Option } from "commander";
import { z } from "zod";
import { usageFailure } from "../terminal/failure.ts";
import { toFlag } from "../settings/define.ts";

/** One command, ready to be run. */
export interface CommandModule {
  /** Adds options and arguments; `--help` and `--json` are everybody's. */
  configure: (command: Command) => void;
  examples: readonly string[];
  run: (input: Readonly<Record<string, unknown>>, json: boolean) => Promise<void>;
}

/** A command's place in the program; the rest is loaded when it is called. */
export interface CommandEntry {
  path: readonly string[];
  summary: string;
  load(): Promise<CommandModule>;
}

/** What a command says about itself; its own schema reads options and arguments. */
export function defineCommand<Schema extends z.ZodType>(definition: {
  configure: (command: Command) => void;
  examples: readonly string[];
  input: Schema;
  run: (input: z.infer<Schema>, json: boolean) => Promise<void>;
}): CommandModule {
  const { configure, examples, input: schema, run } = definition;
  return {
    configure,
    examples,
    run: async (input, json) => await run(parse(schema, input), json),
  };
}

function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const name = String(issue?.path[0] ?? "");
  throw usageFailure(`${toFlag(name)} ${issue?.message ?? "cannot be read"}`, name);
}

/** For repeatable options. */
export function collect(value: string, earlier: readonly string[] | undefined): readonly string[] {
  return [...(earlier ?? []), value];
}

/** The former spelling of an option: it works, and help does not list it. */
export function formerOption(flags: string): Option {
  return new Option(flags).hideHelp();
}

/** For durations. */
export const wholeSeconds = z
  .string()
  .regex(/^[1-9]\d{0,7}$/, "must be a whole number of seconds")
  .transform(Number)
  .optional();

/** For optimistic changes. */
export const versionNumber = z
  .string()
  .regex(/^[1-9]\d{0,14}$/, "must be a whole number")
  .transform(Number)
  .optional();

/** For changes: nothing takes away what was set. */
export function removable<Schema extends z.ZodType>(schema: Schema) {
  return z.union([z.literal("").transform(() => null), schema]).optional();
}

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** `45m`, `24h`, `7d`: in seconds. */
export const duration = z
  .string()
  .regex(/^[1-9]\d{0,6}[smhd]$/, "must be a number with its unit: 45m, 24h, 7d")
  .transform((text) => Number(text.slice(0, -1)) * (unitSeconds[text.slice(-1)] ?? 1));

/** `--scope "a b" --scope c` as three names. */
export const scopeList = z
  .array(z.string())
  .transform((texts) => texts.flatMap((text) => text.split(" ")).filter((name) => name !== ""))
  .optional();
