import { parseArgs } from "node:util";
import { startDemoMcp } from "./start.ts";
import type { DemoMcpOptions } from "./start.ts";

const usage = `A small MCP server that accepts the access tokens of one authorization server.

  node src/main.ts --issuer URL [--port N] [--host ADDRESS] [--public-url URL]
                   [--revocations URL --client-id ID [--poll-seconds N]]

  --issuer        the authorization server
  --port          the port to listen on; 0 for any (default 3001)
  --host          the address to listen on (default 127.0.0.1)
  --public-url    the URL of the MCP endpoint as clients see it
  --revocations   where the authorization server tells which tokens it revoked
  --client-id     the client as which the demo reads that; its secret is in DEMO_MCP_CLIENT_SECRET
  --poll-seconds  how often it does, at most (default 30)
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
      revocations: { type: "string" },
      "client-id": { type: "string" },
      "poll-seconds": { type: "string" },
    },
  });
  if (values.help === true) return undefined;
  if (values.issuer === undefined) throw new TypeError("--issuer is needed");
  if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535)
    throw new TypeError("--port must be a port number");
  return {
    issuer: values.issuer,
    host: values.host,
    port: Number(values.port),
    publicUrl: values["public-url"],
    revocations: readRevocations(values),
  };
}

interface FeedValues {
  readonly revocations?: string | undefined;
  readonly "client-id"?: string | undefined;
  readonly "poll-seconds"?: string | undefined;
}

function readRevocations(values: FeedValues): DemoMcpOptions["revocations"] {
  const { revocations: url, "client-id": clientId, "poll-seconds": poll } = values;
  if (url === undefined) return undefined;
  const clientSecret = process.env["DEMO_MCP_CLIENT_SECRET"];
  if (clientId === undefined || clientSecret === undefined) {
    throw new TypeError("--revocations needs --client-id, and DEMO_MCP_CLIENT_SECRET in the environment");
  }
  return { url, clientId, clientSecret, pollSeconds: poll === undefined ? undefined : Number(poll) };
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
