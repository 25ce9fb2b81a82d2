import { runCli } from "./cli.ts";
import { refuseInspector } from "./terminal/no-inspector.ts";
import { endWithReader } from "./terminal/output.ts";

// The beginning of the single executable: a CommonJS bundle, which cannot wait at its top.
refuseInspector();
endWithReader();
void runCli(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
