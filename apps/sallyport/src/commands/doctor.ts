import type { Report } from "@sallyport/doctor";
import { z } from "zod";
import { Failure } from "../terminal/failure.ts";
import { clean, print, printJson } from "../terminal/output.ts";
import { defineCommand } from "./define.ts";

const unreachableExitCode = 3;

const text = z.string().min(1, "needs a value");
const webUrl = z.url({ protocol: /^https?$/, error: "must be an http or https URL" });

const input = z
  .strictObject({
    "mcp-url": webUrl.refine((url) => !url.includes("#"), "must have no fragment"),
    register: z.boolean(),
    clientId: text.optional(),
    clientSecret: text.optional(),
    trustTokenEndpoint: webUrl.optional(),
    redirectUri: z.url("must be a URI").optional(),
    login: z
      .string()
      .regex(/^[^:]+:.+$/, "must be <email>:<password>")
      .transform((pair) => ({ email: pair.slice(0, pair.indexOf(":")), password: pair.slice(pair.indexOf(":") + 1) }))
      .optional(),
    token: text.optional(),
    refreshToken: text.optional(),
    tool: text.optional(),
    timeout: z
      .string()
      .regex(/^\d{1,3}$/, "must be seconds from 1 to 600")
      .transform(Number)
      .refine((seconds) => seconds >= 1 && seconds <= 600, "must be seconds from 1 to 600"),
  })
  .superRefine((options, context) => {
    const needing = (["clientSecret", "redirectUri", "refreshToken"] as const).find(
      (name) => options[name] !== undefined,
    );
    if (needing !== undefined && options.clientId === undefined) {
      context.addIssue({ code: "custom", path: [needing], message: "needs --client-id" });
    }
    const withheld = (["clientSecret", "refreshToken"] as const).find((name) => options[name] !== undefined);
    if (withheld !== undefined && options.trustTokenEndpoint === undefined) {
      context.addIssue({ code: "custom", path: [withheld], message: "needs --trust-token-endpoint" });
    }
  });

export const doctor = defineCommand({
  configure(command) {
    command
      .argument("<mcp-url>", "URL of the MCP endpoint")
      .option("--no-register", "do not register a client (default: register one, and show it in the report)")
      .option("--client-id <id>", "use this client instead of registering one")
      .option("--client-secret <secret>", "secret of that client; needs --trust-token-endpoint")
      .option("--trust-token-endpoint <url>", "the only URL that the secret or refresh token is sent to")
      .option("--redirect-uri <uri>", "redirect URI of that client, to check its authorization requests")
      .option("--login <email:password>", "sign in through the forms of the server, to check tokens")
      .option("--token <token>", "call the MCP server with this access token")
      .option(
        "--refresh-token <token>",
        "refresh token to use twice at the same time; it is consumed; needs --client-id and --trust-token-endpoint",
      )
      .option("--tool <name>", "tool that needs more scopes than the token has; it is called without arguments")
      .option("--timeout <seconds>", "timeout for each request", "10")
      .addHelpText(
        "after",
        `
Checks an MCP server and its authorization server from the outside, as an MCP client sees them, and reports which
clients cannot use them and why. It sends about forty small requests, one after the other, without a valid credential
unless you pass one. Other programs can see secrets on a command line: use a test account.

Exit codes: 0 all checks passed, 1 a check failed, 2 usage error, 3 no response from the MCP server.`,
      );
  },
  examples: [
    "sallyport doctor https://mcp.example/mcp",
    "sallyport doctor https://mcp.example/mcp --no-register --json",
    "sallyport doctor https://mcp.example/mcp --client-id abc --redirect-uri http://127.0.0.1/callback",
    "sallyport doctor http://127.0.0.1:4457/mcp --login alice@example.com:alice-pass --tool write_note",
  ],
  input,
  async run({ "mcp-url": mcpUrl, register, login, timeout, ...rest }, json) {
    const { describeReport, examine, formatReport } = await import("@sallyport/doctor");
    const progress = startProgress();
    const options = { ...rest, mcpUrl, mayRegister: register, account: login, timeoutMs: timeout * 1000 };
    const examination = await examine(options, { onCall: progress.show });
    progress.end();
    if (examination.kind === "unreachable") throw new UnreachableFailure(mcpUrl, examination.why);
    const { report } = examination;
    if (json) printJson(describeReport(report));
    else print(formatReport(report, hasColour()));
    endWith(report);
  },
});

class UnreachableFailure extends Failure {
  override readonly exitCode = unreachableExitCode;

  constructor(url: string, why: string) {
    super("unreachable", `${url} does not respond: ${why}`);
  }
}

/** The report was printed, so this is no failure of the program; only its exit code tells. */
function endWith({ isHealthy }: Report): void {
  if (isHealthy) return;
  process.once("exit", () => {
    process.exitCode = 1;
  });
}

function hasColour(): boolean {
  return process.stdout.isTTY && (process.env["NO_COLOR"] ?? "") === "";
}

interface Progress {
  show: (method: string, url: string) => void;
  end: () => void;
}

/** On a terminal one line that changes; elsewhere a line a request would only be noise. */
function startProgress(): Progress {
  const { stderr } = process;
  const clear = "\r\u001B[K";
  if (!stderr.isTTY) {
    stderr.write("sallyport: checking…\n");
    return { show: () => {}, end: () => {} };
  }
  return {
    show: (method, url) => void stderr.write(`${clear}${clean(`${method} ${url}`).slice(0, stderr.columns - 1)}`),
    end: () => void stderr.write(clear),
  };
}
