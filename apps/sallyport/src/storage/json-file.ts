import { readFileSync } from "node:fs";
import { usageFailure } from "../terminal/failure.ts";

/** What stands in the file that an option names. @throws Failure naming the file, never what is in it */
export function readJsonFile(path: string, option: string): unknown {
  const text = readText(path, option);
  try {
    return JSON.parse(text);
  } catch {
    throw usageFailure(`${path} is not JSON`, option);
  }
}

function readText(path: string, option: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw usageFailure(`${path} cannot be read: ${reason}`, option);
  }
}
