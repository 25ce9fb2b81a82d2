import { z } from "zod";
import { addDatabaseOption, withManagement } from "../open-management.ts";
import { formatTime, print, printJson } from "../../terminal/output.ts";
import { defineCommand, duration } from "../define.ts";
import { describeApiKey } from "./describe.ts";

const roles = ["viewer", "operator", "owner"] as const;

const input = z.strictObject({
  for: z.string(),
  name: z.string(),
  role: z.enum(roles, `must be one of ${roles.join(", ")}`),
  valid: duration,
  database: z.string().optional(),
});

export const createApiKey = defineCommand({
  configure(command) {
    command
      .requiredOption("--for <email>", "administrator who owns the key; limits its permissions")
      .requiredOption("--name <name>", "name of the key")
      .option("--role <role>", "role of the key: viewer, operator or owner", "viewer")
      .option("--valid <time>", "lifetime of the key: 24h, up to 366d", "90d");
    addDatabaseOption(command);
  },
  examples: [
    "sallyport api-keys create --database sqlite:./sallyport.db --for ops@example.com --name deploy --role operator",
    "sallyport api-keys create --for ops@example.com --name deploy --json | jq -r .api_key",
  ],
  input,
  async run({ for: email, valid, database, ...wanted }, json) {
    const { key, text } = await withManagement(
      { database, mayCreate: false },
      async ({ apiKeys }) => await apiKeys.create({ ...wanted, maker: { email }, validSeconds: valid }),
    );
    if (json) return printJson({ ...describeApiKey(key), api_key: text });
    print(`API key with the role ${key.role}, valid until ${formatTime(key.expiresAt)}:`);
    print(`\n  ${text}   (store it now: it is not shown again)\n`);
    print("Send it to the admin listener as Authorization: Bearer, or pass it to createAdminClient({ url, apiKey }).");
    return print(`To revoke it: sallyport api-keys revoke ${key.id}`);
  },
});
