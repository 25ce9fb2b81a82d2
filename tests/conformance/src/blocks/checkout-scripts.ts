import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { commandsIn } from "./shell.ts";
import { faultInModule } from "./texts.ts";

const manifest = z.object({ scripts: z.record(z.string(), z.string()) });

/** What is wrong with commands that are the CI itself, if anything: npm scripts, and paths to choose from. */
export function faultInCi(script: string): string | undefined {
  const { scripts } = manifest.parse(JSON.parse(readFileSync("package.json", "utf8")));
  for (const text of commandsIn(script)) {
    const command = text.replace(/\s+#.*$/s, "").replace(/^(?:[A-Z_]+=\S+ )+/, "");
    const [, name = ""] = /^npm (?:run (?:-s )?)?([\w:-]+)/.exec(command) ?? [];
    if (!Object.hasOwn(scripts, name)) return `${command}: there is no such npm script`;
    const missing = command.split(" ").find((word) => word.includes("/") && !existsSync(word));
    if (missing !== undefined) return `${command}: there is no ${missing}`;
  }
  return undefined;
}

/** What is wrong with a measurement, if anything: its scripts are there and are scripts. */
export function faultInMeasurement(script: string): string | undefined {
  const files = script.match(/\b(?:packages|apps|tests|scripts)\/[\w./-]+\.(?:mjs|ts)\b/g);
  if (files === null) return "it names no script of the checkout";
  const missing = files.find((file) => !existsSync(file));
  if (missing !== undefined) return `there is no ${missing}`;
  return files.map((file) => faultInModule(file, readFileSync(file, "utf8"))).find((fault) => fault !== undefined);
}
