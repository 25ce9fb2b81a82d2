import { z } from "zod";
import { printJson, print } from "../output.ts";
import { planServe } from "../plan-serve.ts";
import { readSettings } from "../settings.ts";
import { defineCommand } from "./define.ts";
import { addServerOptions } from "./server-options.ts";

export const serve = defineCommand({
  configure(command) {
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
      .option("--open-registration", "let anybody register clients (RFC 7591)")
      .option("--allow-http-loopback", "accept an http issuer on a loopback host")
      .option("--allow-memory-database", "accept memory:, which forgets everything at exit")
      .option("--master-key-file <path>", "file of the key that seals the signing keys (default: <database>.key)");
    addServerOptions(command, "off").addHelpText(
      "after",
      `
Every option is also a variable: --admin-port is SALLYPORT_ADMIN_PORT. Options win over variables, variables over the file.
SALLYPORT_OWNER_EMAIL and SALLYPORT_OWNER_PASSWORD (FIRST_SUPERUSER_EMAIL, FIRST_SUPERUSER_PASSWORD) create the first
administrator. SALLYPORT_MASTER_KEY holds the master key itself. SALLYPORT_ENABLED=false (OAUTH_PROVIDER_ENABLED) makes
every OAuth address answer 404. TLS is the business of the proxy in front.`,
    );
  },
  examples: [
    "sallyport serve --issuer https://auth.example --database sqlite:./sallyport.db --trusted-hops 1",
    "sallyport serve --issuer http://localhost:4455 --allow-http-loopback --database sqlite:./sallyport.db",
  ],
  input: z.record(z.string(), z.unknown()),
  async run(flags, json) {
    const plan = planServe(readSettings({ flags, environment: process.env, aliases: true }));
    const { serveUntilStopped } = await import("../serve.ts");
    await serveUntilStopped(plan, ({ issuer, adminUrl, listening }) => {
      if (json) return printJson({ issuer, adminUrl, listening });
      return print(`Sallyport serves ${issuer} on ${listening.host}:${listening.port}; administration at ${adminUrl}`);
    });
  },
});
