import { z } from "zod";
import { addDatabaseOption, withManagement } from "../open-management.ts";
import { print, printJson } from "../../terminal/output.ts";
import { defineCommand } from "../define.ts";
import { addPasswordOptions, passwordOptions, readPassword } from "./password-options.ts";

const roles = ["user", "viewer", "operator", "owner"] as const;

const input = z.strictObject({
  email: z.string(),
  ...passwordOptions,
  name: z.string().min(1, "must not be empty").max(255, "is too long").optional(),
  role: z
    .enum([...roles, "admin"], `must be one of ${roles.join(", ")}`)
    .default("user")
    .transform((role) => (role === "admin" ? "owner" : role)),
  database: z.string().optional(),
});

export const createUser = defineCommand({
  configure(command) {
    command
      .requiredOption("--email <address>", "email address that the user signs in with")
      .option("--name <name>", "display name; clients with the scope profile see it")
      .option(
        "--role <role>",
        "user (signs in to applications only), or viewer, operator, owner (administrators)",
        "user",
      );
    addPasswordOptions(command);
    addDatabaseOption(command);
  },
  examples: [
    "sallyport users create --database sqlite:./sallyport.db --email eve@example.com --role owner --password-stdin < pw.txt",
    "sallyport users create --email bob@example.com --password 'long enough' --name Bob --json",
  ],
  input,
  async run({ database, password, passwordStdin, ...rest }, json) {
    const given = await readPassword({ password, passwordStdin });
    const user = await withManagement(
      { database, mayCreate: true },
      async ({ users }) => await users.create({ ...rest, password: given }),
    );
    const { id, email, name, role, createdAt } = user;
    if (json) printJson({ id, email, ...(name === undefined ? {} : { name }), role, created_at: createdAt });
    else print(`Created ${email} with the role ${role} (${id}).`);
  },
});
