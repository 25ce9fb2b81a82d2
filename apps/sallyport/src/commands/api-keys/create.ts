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
      .requiredOption("--for <email>", "the person who answers for it; it may never do more than they")
      .requiredOption("--name <name>", "what people know it by")
      .option("--role <role>", "viewer, operator or owner", "viewer")
      .option("--valid <time>", "how long it is good: 24h, up to 366d", "90d");
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
    print(
      `A program with this key is ${key.role === "owner" ? "an" : "a"} ${key.role} until ${formatTime(key.expiresAt)}:`,
    );
    print(`\n  ${text}   (keep it now: it is not shown again)\n`);
    print("It goes to the admin listener as Authorization: Bearer, or to createAdminClient({ url, apiKey }).");
    return print(`To end it: sallyport api-keys revoke ${key.id}`);
  },
});
