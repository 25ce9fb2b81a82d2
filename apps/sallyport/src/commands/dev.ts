import { z } from "zod";
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
import { readSettingsAndOrigins, type SettingSources } from "../settings/read.ts";
import { exitWithLog, waitForParentsEnd, waitForStop } from "../server/stop-signal.ts";
import { defineCommand } from "./define.ts";
import { addSettingOptions } from "./setting-options.ts";

export const dev = defineCommand({
  configure(command) {
    addSettingOptions(command, "dev").addHelpText(
      "after",
      `
Every option is also an environment variable: --admin-port is SALLYPORT_ADMIN_PORT. With --json, the first line of
standard output is a JSON object, printed when the server is ready: issuer, adminUrl, ca, mcpUrl, protected,
identityProvider, users, documents, client, accessToken.
With --https the admin listener uses https too; the demo stays on http. Clients must trust the local authority: set
NODE_EXTRA_CA_CERTS to its certificate for Node programs, pass it to curl with --cacert, or import it into the browser.
It issues certificates for this machine only.
The documents of known clients and those of --document are served below /dev/clients/; the URL of each is its client_id.
Files are read again for each request, so changes apply at once. SALLYPORT_DOCUMENT takes several paths, separated by
commas.
The page /dev on the admin listener controls the clock, faults and requests; /dev/control offers the same as JSON over
HTTP. The commands clock, faults, requests, identities and state call it.
--identity-provider accepts any client id with a redirect URI on this machine; the client secret is the id followed by
-secret. person=alice in an authorization request skips the choice of a person, as --auto-login does. The command
identities issues tokens directly.
Clients may register themselves, rate limits are high, and only this machine can connect.`,
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
  const settings = effectiveSettings(reading, "dev");
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
