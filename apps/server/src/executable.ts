import { runCli } from "./cli.ts";

// The beginning of the single executable: a CommonJS bundle, which cannot wait at its top.
void runCli(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
