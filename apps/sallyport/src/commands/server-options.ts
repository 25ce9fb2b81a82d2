import type { Command } from "commander";

/** The options of every command that starts a server; `dynamic` is the mode's own policy for registration. */
export function addServerOptions(command: Command, dynamic: "open" | "off"): Command {
  return command
    .option("--protect <url>", "put OAuth before the MCP endpoint at this address, which has no protection of its own")
    .option(
      "--protect-tools <path>",
      'JSON file of the scopes that its tools need: {"tool": ["scope"], "*": ["scope"]}',
    )
    .option("--co-hosted", "also answer at /authorize, /token and /register, for clients of MCP 2025-03-26")
    .option(
      "--keep-opener",
      "let web clients that open the pages in a popup keep in touch with it; they can then also steer it",
    )
    .option("--frontend-url <url>", "your own pages for sign-in and consent, which answer by RPC (FRONTEND_URL)")
    .option("--preset <name>", "fastapi-module: paths and limits of that OAuth provider")
    .option(
      "--registration <policy>",
      `who may register clients (RFC 7591): open, allow_list, ask or off (default: ${dynamic})`,
    )
    .option(
      "--client-documents <policy>",
      "whose metadata documents count: open, allow_list, ask or off (default: open)",
    )
    .option("--allowed-hosts <hosts>", "for allow_list: app.example,*.example.org,localhost")
    .option("--code-ttl <seconds>", "how long an authorization code lives (default: 60)")
    .option("--access-token-ttl <seconds>", "how long an access token lives, an hour at most (default: 900)")
    .option("--refresh-token-ttl <seconds>", "how long an unused refresh token lives (default: 30 days)")
    .option("--audit-retention <seconds>", "how long rows of the audit trail are kept (default: 90 days)")
    .option("--config <path>", "file of settings, NAME=value a line")
    .option("--log-level <level>", "debug, info, warn, error or silent (default: info)")
    .option("--quiet", "log errors only");
}
