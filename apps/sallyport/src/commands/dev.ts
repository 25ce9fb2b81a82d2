import { z } from "zod";
import { devDefaults } from "../settings/defaults.ts";
import { effectiveSettings } from "../settings/effective.ts";
import type { DevServer } from "../dev/dev-server.ts";
import type { ExplainedPlan } from "../dev/start.ts";
import { copyByTerminal } from "../terminal/clipboard.ts";
import { isInForeground, keyHelp, listenToKeys } from "../dev/runtime/keys.ts";
import { makeKeysAhead } from "../dev/runtime/keys-ahead.ts";
import { createReadableLog } from "../terminal/log.ts";
import { openInBrowser } from "../terminal/open-in-browser.ts";
import { print, printJson } from "../terminal/output.ts";
import { paintErrors } from "../terminal/paint.ts";
import { readSettingsAndOrigins, type SettingSources } from "../settings/settings.ts";
import { exitWithLog, waitForParentsEnd, waitForStop } from "../server/stop-signal.ts";
import { defineCommand } from "./define.ts";
import { addServerOptions } from "./server-options.ts";

export const dev = defineCommand({
  configure(command) {
    command
      .option("--port <number>", "port of the server (default: 4455 or the next free one; 0: any free one)")
      .option("--admin-port <number>", "port of the admin listener (default: the next one)")
      .option("--database <url>", "sqlite:./dev.db keeps everything (default: memory:)")
      .option("--demo", "start an MCP server to try the tokens on")
      .option("--demo-port <number>", "port of the demo (default: public port + 2)")
      .option("--protect-port <number>", "port of the protected endpoint (default: public port + 3)")
      .option("--identity-provider", "start an OpenID provider that issues ID tokens, ID-JAGs and workload tokens")
      .option("--identity-provider-port <number>", "port of the identity provider (default: public port + 4)")
      .option("--https", "serve https, by a certificate of a local authority that is made at the first start")
      .option("--certificates <folder>", "where that authority is kept (default: your data folder)")
      .option(
        "--document <path>",
        "serve this client metadata document, and take its address as a client id; can be repeated",
        (path: string, before: readonly string[] | undefined) => [...(before ?? []), path],
      )
      .option("--auto-login <person>", "nobody types a password: alice, bob or admin is signed in at once")
      .option("--auto-consent", "nobody is asked: everything that clients ask for is allowed")
      .option("--remember-consent", "do not ask again what was allowed before, not even for loopback clients")
      .option("--host <address>", "listen on this loopback address only (default: localhost, on both)")
      .option("--admin-host <address>", "loopback address of the admin listener (default: that of --host)");
    addServerOptions(command, "open").addHelpText(
      "after",
      `
Every option is also a variable: --admin-port is SALLYPORT_ADMIN_PORT. With --json the first line of standard output,
printed when everything is ready, is an object: issuer, adminUrl, ca, mcpUrl, protected, identityProvider, users, documents,
client, accessToken.
With --https the admin listener serves https as well; the demo stays on http. Clients have to trust the authority:
NODE_EXTRA_CA_CERTS names its certificate to Node programs, curl takes it with --cacert, browsers import it among their
authorities. It vouches for this machine only.
Documents of known clients and those of --document are below /dev/clients/, each with its address as client_id; a file is
read anew for each request, so what you change counts at once. SALLYPORT_DOCUMENT takes several paths, with commas.
Below /dev of the admin listener clock, faults and requests are on a page, and below /dev/control the same as JSON over
HTTP; the commands clock, faults, requests, identities and state call it.
--identity-provider takes any client id whose redirect URI is of this machine; its secret is the id followed by -secret.
person=alice in an authorization request spares the pick, as --auto-login does. The command identities issues by itself.
Clients may register themselves, limits are generous, and nobody but this machine can reach it.`,
    );
  },
  examples: [
    "sallyport dev",
    "sallyport dev --demo",
    "sallyport dev --https --document ./my-client.json",
    "sallyport dev --protect http://localhost:3000/mcp --protect-tools ./tools.json",
    "sallyport dev --port 0 --json",
    "sallyport dev --database sqlite:./dev.db --remember-consent",
  ],
  input: z.record(z.string(), z.unknown()),
  async run(flags, json) {
    const plan = await planOf({ flags, environment: process.env });
    // A processor makes them while another loads the server.
    const makeKeyPair = plan.database.kind === "memory" ? makeKeysAhead() : undefined;
    const stopped = Promise.withResolvers<void>();
    for (const end of [waitForStop(), waitForParentsEnd()]) void end.then(stopped.resolve);
    const [{ startDev }, { describeDev, formatDev }] = await Promise.all([
      import("../dev/start.ts"),
      import("../dev/announcement.ts"),
    ]);
    const log = createReadableLog(plan.logLevel, paintErrors);
    const server = await startDev(plan, log, makeKeyPair);
    if (json) printJson(describeDev(server));
    else print(formatDev(server));
    if (!json && isInForeground()) heedKeys(server, stopped.resolve);
    await stopped.promise;
    await server.close();
    await exitWithLog(log);
  },
});

/** @throws Failure naming the setting at fault */
export async function planOf(sources: Omit<SettingSources, "aliases">): Promise<ExplainedPlan> {
  const { planDev } = await import("../dev/plan.ts");
  const reading = readSettingsAndOrigins({ ...sources, aliases: false });
  const settings = effectiveSettings(reading, devDefaults(reading.settings));
  return { ...planDev(reading.settings), settings };
}

function heedKeys(server: DevServer, quit: () => void): void {
  print(keyHelp);
  listenToKeys(process.stdin, {
    quit,
    interrupt: () => void process.kill(process.pid, "SIGINT"),
    openConsole() {
      print(server.adminUrl);
      openInBrowser(server.adminUrl);
    },
    copyToken() {
      void server.freshToken().then(
        (token) => (token === undefined ? print("There is none: alice has another password.") : showAndCopy(token)),
        (error: unknown) => print(`There is none: ${error instanceof Error ? error.message : String(error)}`),
      );
    },
  });
}

/** Shown as well: not every terminal copies. */
function showAndCopy(token: string): void {
  process.stdout.write(copyByTerminal(token));
  print(`TOKEN=${token}`);
}
