import { endpointUrls } from "@sallyport/core";
import { z } from "zod";
import { addDatabaseOption, withManagement } from "../open-management.ts";
import { formatTime, print, printJson } from "../../terminal/output.ts";
import { pathPrefixOf } from "../../settings/preset.ts";
import { readSettings } from "../../settings/read.ts";
import { defineCommand, duration } from "../define.ts";

const input = z.strictObject({
  valid: duration,
  preset: z.string().optional(),
  database: z.string().optional(),
});

export const inviteClient = defineCommand({
  configure(command) {
    command
      .option("--valid <time>", "how long it is good: 45m, 24h, up to 30d", "24h")
      .option("--preset <name>", "the preset that the server runs with: fastapi-module");
    addDatabaseOption(command);
  },
  examples: [
    "sallyport clients invite --database sqlite:./sallyport.db",
    "sallyport clients invite --valid 7d --json | jq -r .initial_access_token",
  ],
  input,
  async run({ valid, preset, database }, json) {
    const settings = readSettings({ flags: { preset }, environment: process.env, aliases: true });
    const { token, expiresAt, issuer } = await withManagement(
      { database, mayCreate: false },
      async ({ clients }, readIssuer) => ({ ...(await clients.invite(valid)), issuer: await readIssuer() }),
    );
    const { register } = endpointUrls({ issuer: issuer ?? "", pathPrefix: pathPrefixOf(settings.preset) });
    const endpoint = issuer === undefined ? {} : { registration_endpoint: register };
    if (json) printJson({ initial_access_token: token, expires_at: expiresAt, ...endpoint });
    else printInvitation(token, expiresAt, issuer === undefined ? `https://your-issuer${register}` : register);
  },
});

function printInvitation(token: string, expiresAt: number, url: string): void {
  print(`One client may register with this token, until ${formatTime(expiresAt)}:`);
  print(`\n  ${token}   (keep it now: it is not shown again)\n`);
  print("It is sent with the registration, whatever --registration says:\n");
  print(`  curl -H "Authorization: Bearer ${token}" -H "Content-Type: application/json" \\`);
  print(`    -d '{"client_name":"My agent","redirect_uris":["http://127.0.0.1/callback"]}' \\`);
  print(`    ${url}`);
}
