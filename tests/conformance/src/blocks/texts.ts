import { spawnSync } from "node:child_process";
import { parseSync } from "oxc-parser";
import { parseAllDocuments } from "yaml";
import { faultInIni, faultInNginx } from "./configuration.ts";

const whole: Readonly<Record<string, (text: string) => string | undefined>> = {
  json: faultInJson,
  yaml: (text) => parseAllDocuments(text).flatMap(({ errors }) => errors)[0]?.message,
  js: (text) => faultInModule("block.js", text),
  py: faultInPython,
  nginx: faultInNginx,
  ini: faultInIni,
};

/** What is wrong with a text of this language, if anything; nothing of those that are not read here. */
export function faultInText(language: string, text: string): string | undefined {
  return whole[language]?.(text);
}

/** What is wrong with a script or a module, by the name of its file. */
export function faultInModule(name: string, text: string): string | undefined {
  return parseSync(name, text).errors[0]?.message;
}

function faultInJson(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return String(error);
  }
}

/** Where there is no Python, nobody reads it; in CI there has to be one. */
function faultInPython(text: string): string | undefined {
  const { error, status, stderr } = spawnSync("python3", ["-c", "import ast, sys; ast.parse(sys.stdin.read())"], {
    input: text,
    encoding: "utf8",
  });
  if (error !== undefined) return process.env["CI"] === "true" ? "there is no python3 to read it" : undefined;
  return status === 0 ? undefined : stderr.trim();
}
