import { z } from "zod";
import { addDatabaseOption, withManagement } from "../open-management.ts";
import { formatTime, print, printJson } from "../../terminal/output.ts";
import { defineCommand, duration, versionNumber } from "../define.ts";

export const rotateSecret = defineCommand({
  configure(command) {
    command
      .argument("<id>", "its client_id")
      .option("--overlap <time>", "how long the old secret passes yet: 0s, 45m, up to 7d", "24h")
      .option("--seen-version <number>", "the version that you have seen: another one by now is refused");
    addDatabaseOption(command);
  },
  examples: [
    "sallyport clients rotate-secret client_x7Q… --database sqlite:./sallyport.db",
    "sallyport clients rotate-secret client_x7Q… --overlap 0s --json | jq -r .client_secret",
  ],
  input: z.strictObject({
    id: z.string(),
    overlap: z.union([z.literal("0s").transform(() => 0), duration]),
    seenVersion: versionNumber,
    database: z.string().optional(),
  }),
  async run({ id, overlap: overlapSeconds, seenVersion, database }, json) {
    const { client, secret, oldSecretExpiresAt } = await withManagement(
      { database, mayCreate: false },
      async ({ clients }) => await clients.rotateSecret(id, { overlapSeconds, version: seenVersion }),
    );
    const until = overlapSeconds === 0 ? {} : { old_secret_expires_at: oldSecretExpiresAt };
    if (json) {
      printJson({
        client_id: id,
        client_secret: secret,
        client_secret_expires_at: 0,
        ...until,
        version: client.version,
      });
      return;
    }
    print(`client_secret  ${secret}   (keep it now: it is not shown again)`);
    print(
      overlapSeconds === 0 ? "The old one is void." : `The old one passes until ${formatTime(oldSecretExpiresAt)}.`,
    );
  },
});

export const revokeOldSecret = defineCommand({
  configure(command) {
    command.argument("<id>", "its client_id");
    addDatabaseOption(command);
  },
  examples: ["sallyport clients revoke-old-secret client_x7Q… --database sqlite:./sallyport.db"],
  input: z.strictObject({ id: z.string(), database: z.string().optional() }),
  async run({ id, database }, json) {
    await withManagement({ database, mayCreate: false }, async ({ clients }) => await clients.revokeOldSecret(id));
    if (json) printJson({ client_id: id, old_secret: "revoked" });
    else print(`Only the present secret of ${id} passes.`);
  },
});
