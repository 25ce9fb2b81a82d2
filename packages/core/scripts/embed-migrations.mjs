// Writes the SQL of drizzle/sqlite into a TypeScript module, because the program is one file when shipped.
import { readFile, writeFile } from "node:fs/promises";

const folder = new URL("../drizzle/sqlite/", import.meta.url);
const target = new URL("../src/stores/sqlite/migrations.generated.ts", import.meta.url);

const journal = JSON.parse(await readFile(new URL("meta/_journal.json", folder), "utf8"));
const migrations = await Promise.all(
  journal.entries.map(async ({ tag }) => {
    const sql = await readFile(new URL(`${tag}.sql`, folder), "utf8");
    return { tag, sql: sql.replaceAll("--> statement-breakpoint", "") };
  }),
);

await writeFile(
  target,
  `/** Made by scripts/embed-migrations.mjs from drizzle/sqlite: do not edit. */\n` +
    `export const migrations: readonly { tag: string; sql: string }[] = ${JSON.stringify(migrations, undefined, 2)};\n`,
);
