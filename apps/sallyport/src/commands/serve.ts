import { z } from "zod";
import { effectiveSettings } from "../settings/effective.ts";
import { printJson, print } from "../terminal/output.ts";
import { planServe } from "../settings/serve-plan.ts";
import { readSettingsAndOrigins } from "../settings/read.ts";
import { defineCommand } from "./define.ts";
import { addSettingOptions } from "./setting-options.ts";

export const serve = defineCommand({
  configure(command) {
    addSettingOptions(command, "serve").addHelpText(
      "after",
      `
Every option is also an environment variable: --admin-port is SALLYPORT_ADMIN_PORT. Options override variables, and
variables override the file. SALLYPORT_OWNER_EMAIL and SALLYPORT_OWNER_PASSWORD (FIRST_SUPERUSER_EMAIL,
FIRST_SUPERUSER_PASSWORD) create the first administrator. SALLYPORT_MASTER_KEY is the master key itself.
SALLYPORT_ENABLED=false (OAUTH_PROVIDER_ENABLED) makes every OAuth endpoint answer 404. Terminate TLS in a reverse proxy.`,
    );
  },
  examples: [
    "sallyport serve --issuer https://auth.example --database sqlite:./sallyport.db --trusted-hops 1",
    "sallyport serve --issuer http://localhost:4455 --allow-http-loopback --database sqlite:./sallyport.db",
  ],
  input: z.record(z.string(), z.unknown()),
  async run(flags, json) {
    const reading = readSettingsAndOrigins({ flags, environment: process.env, aliases: true });
    const settings = effectiveSettings(reading, "serve");
    const plan = { ...planServe(reading.settings), settings };
    const { serveUntilStopped } = await import("../server/start.ts");
    await serveUntilStopped(plan, (announcement) => {
      if (json) return printJson(announcement);
      const { issuer, adminUrl, listening, protected: shielded } = announcement;
      if (shielded !== undefined) {
        const { url, upstream, port, identityKeysUrl } = shielded;
        print(
          `${upstream} is protected as ${url}, on port ${port}; keys of the signed caller header: ${identityKeysUrl}`,
        );
      }
      return print(`Sallyport serves ${issuer} on ${listening.host}:${listening.port}; admin console at ${adminUrl}`);
    });
  },
});
