import { isSecureUrl } from "@sallyport/doctor";
import type { Command } from "commander";
import { z } from "zod";
import type { Called } from "../call/call-mcp.ts";
import type { Person } from "../call/person.ts";
import { Failure, usageFailure } from "../terminal/failure.ts";
import { clean, formatTable, print, printJson } from "../terminal/output.ts";
import { defineCommand } from "./define.ts";

const text = z.string().min(1, "needs a value");

const input = z
  .strictObject({
    "mcp-url": z
      .url({ protocol: /^https?$/, error: "must be an http or https URL" })
      .refine(isSecureUrl, "must be https: a token would be seen on the way; http is for this machine"),
    tool: text.optional(),
    arguments: text.transform(readArguments).optional(),
    login: z
      .string()
      .regex(/^[^:]+:.+$/, "must be <email>:<password>")
      .transform((pair) => ({ email: pair.slice(0, pair.indexOf(":")), password: pair.slice(pair.indexOf(":") + 1) }))
      .optional(),
    scope: text.optional(),
    clientId: text.optional(),
    clientSecret: text.optional(),
    redirectUri: z
      .url({
        protocol: /^http$/,
        hostname: /^(127\.0\.0\.1|localhost|\[::1\])$/,
        error: "must be http on this machine",
      })
      .optional(),
    browser: z.boolean(),
    printToken: z.literal(true).optional(),
    timeout: z
      .string()
      .regex(/^[1-9]\d{0,3}$/, "must be seconds from 1 to 9999")
      .transform(Number),
  })
  .superRefine((options, context) => {
    const stray = [
      { name: "arguments", needs: "tool", flag: "a tool" },
      { name: "clientSecret", needs: "clientId", flag: "--client-id" },
    ] as const;
    for (const { name, needs, flag } of stray) {
      if (options[name] === undefined || options[needs] !== undefined) continue;
      context.addIssue({ code: "custom", path: [name], message: `needs ${flag}` });
    }
  });
type Input = z.infer<typeof input>;

export const call = defineCommand({
  configure,
  examples: [
    "sallyport call http://127.0.0.1:4457/mcp",
    "sallyport call http://127.0.0.1:4457/mcp whoami --login alice@example.com:alice-pass",
    `sallyport call https://mcp.example/mcp search --arguments '{"query": "door"}' --json`,
    "TOKEN=$(sallyport call https://mcp.example/mcp --print-token)",
  ],
  input,
  async run(options, json) {
    const [{ callMcp }, { createAuthorize }] = await Promise.all([
      import("../call/call-mcp.ts"),
      import("../call/authorize.ts"),
    ]);
    const { "mcp-url": mcpUrl, tool, scope, clientId, clientSecret } = options;
    const timeoutMs = options.timeout * 1000;
    await using person = await findPerson(options, timeoutMs);
    const client =
      clientId === undefined
        ? undefined
        : { client_id: clientId, ...(clientSecret === undefined ? {} : { client_secret: clientSecret }) };
    const wanted = tool === undefined ? undefined : { name: tool, arguments: options.arguments ?? {} };
    const authorize = createAuthorize({ mcpUrl, client, person, tell });
    const called = await callMcp({ mcpUrl, tool: wanted, scope, timeoutMs }, { authorize, tell });
    show(called, options, json);
  },
});

function configure(command: Command): void {
  command
    .argument("<mcp-url>", "URL of the MCP endpoint")
    .argument("[tool]", "the tool to call (default: list the tools)")
    .option("--arguments <json>", "arguments of the tool, a JSON object")
    .option("--login <email:password>", "sign in through the forms of the server, and approve all scopes")
    .option("--scope <scopes>", "request these scopes as well")
    .option("--client-id <id>", "use this client instead of registering one")
    .option("--client-secret <secret>", "secret of that client")
    .option(
      "--redirect-uri <uri>",
      "redirect URI of that client, on this machine (default: http://127.0.0.1/callback, any port)",
    )
    .option("--no-browser", "print the authorization URL instead of opening a browser")
    .option("--print-token", "print only the access token")
    .option("--timeout <seconds>", "how long to wait for the sign-in and for the tool", "300")
    .addHelpText(
      "after",
      `
Works like an MCP client, with any MCP server and any authorization server: reads the challenge of the first 401,
registers a client, signs in through a browser or with --login, and calls the server with the token. If a tool needs
more scopes, it authorizes once more. Progress goes to standard error, the result to standard output.
Other programs can see secrets on a command line: use a test account.`,
    );
}

function readArguments(json: string, context: z.RefinementCtx): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(json));
  } catch {
    context.addIssue({ code: "custom", message: `must be a JSON object, such as '{"text": "hello"}'` });
    return z.NEVER;
  }
}

async function findPerson({ login, redirectUri, browser }: Input, timeoutMs: number): Promise<Person> {
  const { personAtBrowser, personByForms } = await import("../call/person.ts");
  if (login !== undefined) return personByForms({ account: login, redirectUri, tell });
  const opens = browser && process.stderr.isTTY;
  return await personAtBrowser({ redirectUri, opens, timeoutMs, tell });
}

function tell(what: string, more: string): void {
  process.stderr.write(`${what.padEnd(8)} ${more.split("\n").map(clean).join("\n")}\n`);
}

function show(called: Called, { tool, printToken, "mcp-url": mcpUrl }: Input, json: boolean): void {
  const { access, tools, result } = called;
  if (printToken === true) {
    if (access === undefined)
      throw usageFailure(`no token was issued: ${mcpUrl} does not require authorization`, "printToken");
    return print(access.tokens.access_token);
  }
  if (json) printJson(describe(called));
  else if (result === undefined) print(formatTools(tools));
  else print(formatResult(result));
  if (result?.isError === true) {
    throw new Failure("tool_failed", `the tool ${tool ?? ""} reported an error`, { isReported: true });
  }
}

function describe({ access, tools, result }: Called): Record<string, unknown> {
  const answer =
    result === undefined
      ? {
          tools: tools.map(({ name, description }) => ({
            name,
            ...(description === undefined ? {} : { description }),
          })),
        }
      : { result };
  if (access === undefined) return answer;
  const { issuer, clientId, tokens } = access;
  const { access_token: accessToken, scope, expires_in: expiresIn } = tokens;
  return { issuer, clientId, accessToken, scope, expiresIn, ...answer };
}

function formatTools(tools: Called["tools"]): string {
  if (tools.length === 0) return "The server has no tools.";
  const rows = tools.map(({ name, description = "" }) => [clean(name), clean(description.split("\n", 1).join(""))]);
  return formatTable(["tool", "description"], rows);
}

function formatResult({ content, structuredContent }: NonNullable<Called["result"]>): string {
  if (content.length === 0) return JSON.stringify(structuredContent ?? {});
  const parts = content.map((part) => (part.type === "text" ? part.text : JSON.stringify(part)));
  return parts.flatMap((part) => part.split("\n").map(clean)).join("\n");
}
