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
      .argument("<mcp-url>", "the MCP endpoint, as one types it into a client")
      .option("--no-register", "register no client; otherwise one is registered, and named in the report")
      .option("--client-id <id>", "use this client, and register none")
      .option("--client-secret <secret>", "its secret; needs --trust-token-endpoint")
      .option("--trust-token-endpoint <url>", "the only address that gets the secret or refresh token given here")
      .option("--redirect-uri <uri>", "one of its redirect URIs, to examine its authorization requests")
      .option("--login <email:password>", "sign in through the server's forms, to examine tokens")
      .option("--token <token>", "use this access token at the MCP server")
      .option("--refresh-token <token>", "refresh with it twice at once; it is used up, and needs both")
      .option("--tool <name>", "a tool that needs more scopes than the token has; called without arguments")
      .option("--timeout <seconds>", "for each request", "10")
      .addHelpText(
        "after",
        `
Walks the way of an MCP client from outside, at any MCP server and any authorization server, and tells what stops
which client. It sends about forty small requests, one after the other, none of them with a valid credential unless
you give it one. Secrets on a command line can be seen by other programs: use those of a test account.

Exit codes: 0 nothing failed, 1 something failed, 2 called wrongly, 3 the MCP server does not answer.`,
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
    super("unreachable", `${url} does not answer: ${why}`);
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
    stderr.write("sallyport: examining…\n");
    return { show: () => {}, end: () => {} };
  }
  return {
    show: (method, url) => void stderr.write(`${clear}${clean(`${method} ${url}`).slice(0, stderr.columns - 1)}`),
    end: () => void stderr.write(clear),
  };
}
