import type { Command } from "commander";
import { addServerOptions } from "./server-options.ts";

/** Every setting of `serve` that has a flag. */
export function addServeOptions(command: Command): Command {
  command
    .option("--issuer <url>", "its https URL as clients see it; stands in every token (OAUTH_ISSUER)")
    .option("--database <url>", "sqlite:./sallyport.db (DATABASE_URL)")
    .option("--host <address>", "address of the public listener (default: 127.0.0.1)")
    .option("--port <number>", "port of the public listener (default: 4455; 0: any free one)")
    .option("--admin-host <address>", "address of the admin listener (default: 127.0.0.1)")
    .option("--admin-port <number>", "port of the admin listener (default: public port + 1)")
    .option("--admin-url <url>", "URL of the admin listener as administrators see it, when a proxy stands before it")
    .option("--trusted-hops <number>", "how many proxies of yours add to X-Forwarded-For (default: 0)")
    .option(
      "--admin-trusted-hops <number>",
      "the same for the admin listener, which may have another proxy (default: 0)",
    )
    .option(
      "--error-uri <url>",
      "the beginning of error_uri in refusals; the error id follows: https://admin.example.com/explain?id=",
    )
    .option("--protect-url <url>", "the https URL of the protected MCP endpoint, as clients see it")
    .option("--protect-port <number>", "port of the protected endpoint (default: public port + 2)")
    .option("--open-registration", "let anybody register clients (RFC 7591)")
    .option("--allow-http-loopback", "accept an http issuer on a loopback host")
    .option("--allow-memory-database", "accept memory:, which forgets everything at exit")
    .option("--master-key-file <path>", "file of the key that seals the signing keys (default: <database>.key)");
  return addServerOptions(command, "off");
}
