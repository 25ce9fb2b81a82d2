import type { ProviderOptions } from "@sallyport/core";
import type { z } from "zod";

/** The commands that read settings; `config` shows those of `serve`. */
export type Mode = "serve" | "dev";

/** Headings in `--help` and on the reference page, in this order. */
export const groups = [
  "Server",
  "Registration",
  "Sign-in and consent",
  "Lifetimes",
  "Protected MCP server",
  "Keys and first administrator",
  "Development tools",
  "Log",
] as const;

/** How one command treats a setting. */
interface InMode<Value> {
  /** The value when nobody sets one; undefined: none. */
  default:
    | Value
    | undefined
    | ((given: {
        host?: string | undefined;
        port?: number | undefined;
        openRegistration?: boolean | undefined;
        quiet?: boolean | undefined;
      }) => Value | undefined);
  /** For a default that is no fixed value: "the public port + 1". */
  shown?: string;
  /** Instead of the row's own text. */
  help?: string;
}

interface About<Value> {
  group: (typeof groups)[number];
  /** What it sets, in one line and without the default. */
  help: string;
  /** The flag's value in `--help`: `<url>`; absent: the flag is a switch. */
  takes?: `<${string}>`;
  /** Whether the flag can be given several times. */
  isRepeatable?: boolean;
  /** False: only a variable or a line of the file sets it. */
  hasFlag?: false;
  /** Earlier names of the flag, without the dashes: accepted, and not shown. */
  oldFlags?: readonly string[];
  /** Other names in environment and file, after `SALLYPORT_…`; `dev` does not read them. */
  aliases?: readonly string[];
  /** False: the aliases are its only names. */
  hasOwnVariable?: false;
  /** Whether its value is masked wherever settings are shown. */
  isSecret?: boolean;
  /** Whether the public listener gets it, under its own name. */
  isHttp?: true;
  /** The option of the provider that it sets. */
  option?: keyof ProviderOptions;
  /** Present: `serve` has the setting. */
  serve?: InMode<Value>;
  /** Present: `dev` has the setting. */
  dev?: InMode<Value>;
}

/** The types of values that rows have. */
export type SettingValue = string | number | boolean | readonly string[];

/** A row of the table of settings, whatever its value. */
export interface SettingRow extends About<SettingValue> {
  /** Reads the text of a flag, a variable or a line of the file. */
  schema: z.ZodType;
}

/**
 * One row: the setting's schema, and everything else that is known about it.
 * @example
 * port: setting(portNumber, { group: "Server", takes: "<number>", help: "public port", serve: { default: 4455 } })
 */
export function setting<Schema extends z.ZodType, const Rest extends About<z.output<Schema>>>(
  schema: Schema,
  rest: Rest,
): Rest & { schema: Schema } {
  return { ...rest, schema };
}

/** `adminPort` as a flag: `--admin-port`. */
export function toFlag(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** `adminPort` in the environment: `SALLYPORT_ADMIN_PORT`. */
export function toVariable(name: string): string {
  return ownPrefix + name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

export const ownPrefix = "SALLYPORT_";
