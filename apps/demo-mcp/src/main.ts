import { parseArgs } from "node:util";
import { startDemoMcp } from "./start.ts";
import type { DemoMcpOptions } from "./start.ts";

const usage = `A small MCP server that accepts the access tokens of one authorization server.

  node src/main.ts --issuer URL [--port N] [--host ADDRESS] [--public-url URL]

  --issuer      the authorization server
  --port        the port to listen on; 0 for any (default 3001)
  --host        the address to listen on (default 127.0.0.1)
  --public-url  the URL of the MCP endpoint as clients see it
`;

/** The options of the command line, or undefined when help was asked for. */
function readOptions(args: string[]): DemoMcpOptions | undefined {
  const { values } = parseArgs({
    args,
    options: {
      help: { type: "boolean", short: "h" },
      host: { type: "string" },
      issuer: { type: "string" },
      port: { type: "string", default: "3001" },
      "public-url": { type: "string" },
    },
  });
  if (values.help === true) return undefined;
  if (values.issuer === undefined) throw new TypeError("--issuer is needed");
  if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535)
    throw new TypeError("--port must be a port number");
  return { issuer: values.issuer, host: values.host, port: Number(values.port), publicUrl: values["public-url"] };
}

async function run(args: string[]): Promise<void> {
  const options = readOptions(args);
  if (options === undefined) {
    process.stdout.write(usage);
    return;
  }
  const demo = await startDemoMcp(options);
  process.stdout.write(`MCP server at ${demo.url}, tokens from ${options.issuer}\n`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void demo.close());
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
